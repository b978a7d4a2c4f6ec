using System.Reflection;
using OrleansTrader.LocalRuntime;

namespace OrleansTrader.LocalRuntimeTests.Api;

/// <summary>
/// LocalRuntime is a strict subset of Orleans: what it offers in the namespaces of Orleans exists, with the same signature, in
/// Orleans.Core.Abstractions, or stands in Api/reviewed.txt with the Orleans assembly that has it.
/// </summary>
public sealed class ApiSubsetTests
{
    private static readonly Dictionary<string, HashSet<string>> Ours = ApiSurface.Read(typeof(LocalSilo).Assembly.Location);

    [Fact]
    public void PublicApi_ofEachTypeAndMember_existsInOrleansOrIsReviewed()
    {
        var path = typeof(ApiSubsetTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key.Equals("OrleansAbstractions", StringComparison.Ordinal)).Value!;
        Assert.SkipUnless(File.Exists(path), $"The package Microsoft.Orleans.Core.Abstractions is not in the package cache: {path}");
        var theirs = ApiSurface.Read(path);

        var extra = new List<string>();
        foreach (var (type, lines) in Ours)
        {
            theirs.TryGetValue(type, out var known);
            extra.AddRange(lines.Where(line => known?.Contains(line) != true).Select(line => $"{type} :: {line}"));
        }

        var reviewed = ReviewedList.Read().Select(entry => entry.Line).ToHashSet(StringComparer.Ordinal);
        var missing = extra.Where(line => !reviewed.Contains(line)).Order(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, "Neither in Orleans.Core.Abstractions nor reviewed:\n" + string.Join('\n', missing));
        var stale = reviewed.Except(extra, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(stale.Count == 0, "Reviewed, but no longer offered or needed:\n" + string.Join('\n', stale));
    }
}
