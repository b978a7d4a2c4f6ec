using System.Reflection;
using OrleansTrader.LocalRuntime;

namespace OrleansTrader.LocalRuntimeTests.Api;

/// <summary>
/// LocalRuntime is a strict subset of Orleans: what it offers in the namespaces of Orleans exists, with the same signature, in
/// Orleans.Core.Abstractions, or stands in Api/reviewed.txt with the Orleans assembly that has it.
/// </summary>
public sealed class ApiSubsetTests
{
    private const string AssembliesVariable = "ORLEANS_ASSEMBLIES";

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

        var reviewed = Reviewed().Select(entry => entry.Line).ToHashSet(StringComparer.Ordinal);
        var missing = extra.Where(line => !reviewed.Contains(line)).Order(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, "Neither in Orleans.Core.Abstractions nor reviewed:\n" + string.Join('\n', missing));
        var stale = reviewed.Except(extra, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(stale.Count == 0, "Reviewed, but no longer offered or needed:\n" + string.Join('\n', stale));
    }

    [Fact]
    public void ReviewedList_everyEntry_existsInTheNamedAssembly()
    {
        var directory = Environment.GetEnvironmentVariable(AssembliesVariable);
        Assert.SkipUnless(Directory.Exists(directory), $"{AssembliesVariable} names no directory with the assemblies of Orleans.");
        var assemblies = Reviewed().Select(entry => entry.Assembly).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => ApiSurface.Read(Path.Combine(directory, name + ".dll")), StringComparer.Ordinal);
        var wrong = Reviewed().Where(entry =>
        {
            var parts = entry.Line.Split(" :: ", 2);
            return !assemblies[entry.Assembly].TryGetValue(parts[0], out var lines) || !lines.Contains(parts[1]);
        }).Select(entry => $"{entry.Assembly}: {entry.Line}").ToList();
        Assert.True(wrong.Count == 0, "Not so in Orleans:\n" + string.Join('\n', wrong));
    }

    /// <summary>Lines of <c>[Assembly]</c>, then <c>type :: member</c> of that assembly.</summary>
    private static IEnumerable<(string Assembly, string Line)> Reviewed()
    {
        var assembly = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", "reviewed.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[') assembly = line.Trim('[', ']');
            else yield return (assembly, line);
        }
    }
}
