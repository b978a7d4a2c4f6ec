namespace OrleansTrader.LocalRuntimeTests.Api;

/// <summary>
/// The reviewed list against the assemblies of Orleans: in the cluster flavour those that the build references, else those in
/// the directory that the environment variable ORLEANS_ASSEMBLIES names.
/// </summary>
public sealed class ReviewedListTests
{
    private const string AssembliesVariable = "ORLEANS_ASSEMBLIES";

    [Fact]
    public void ReviewedList_everyEntry_existsInTheNamedAssembly()
    {
        var directory = Environment.GetEnvironmentVariable(AssembliesVariable) ?? AppContext.BaseDirectory;
        Assert.SkipUnless(
            File.Exists(Path.Combine(directory, "Orleans.Core.dll")),
            $"The local flavour has no assemblies of Orleans, and {AssembliesVariable} names no directory with them.");
        var assemblies = ReviewedList.Read().Select(entry => entry.Assembly).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => ApiSurface.Read(Path.Combine(directory, name + ".dll")), StringComparer.Ordinal);
        var wrong = ReviewedList.Read().Where(entry =>
        {
            var parts = entry.Line.Split(" :: ", 2);
            return !assemblies[entry.Assembly].TryGetValue(parts[0], out var lines) || !lines.Contains(parts[1]);
        }).Select(entry => $"{entry.Assembly}: {entry.Line}").ToList();
        Assert.True(wrong.Count == 0, "Not so in Orleans:\n" + string.Join('\n', wrong));
    }
}
