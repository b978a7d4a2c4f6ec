using System.Text.RegularExpressions;

namespace OrleansTrader.Architecture.Tests;

/// <summary>Rules of the house that a compiler does not know.</summary>
public sealed partial class TidyTests
{
    private const int LinesMax = 400;

    private static readonly string[] VagueFolders = ["Helpers", "Utils", "Utilities", "Common", "Misc", "Shared"];

    [Fact]
    public void Source_files_stay_readable_at_one_sitting()
    {
        var tooLong = Repository.Files(".cs", ".razor").Where(path => Repository.Lines(path).Length > LinesMax);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Folders_are_nouns_of_the_business()
    {
        var vague = Repository.Files(".cs", ".razor").Where(path => path.Split('/').Any(part => VagueFolders.Contains(part, StringComparer.Ordinal)));

        Assert.Empty(vague);
    }

    [Fact]
    public void Runtime_is_named_only_where_it_is_composed()
    {
        var naming = Repository.Files(".cs", ".razor")
            .Where(path => !path.StartsWith("LocalRuntime/", StringComparison.Ordinal)
                && !path.StartsWith("ClusterRuntime/", StringComparison.Ordinal)
                && !path.StartsWith("tests/LocalRuntime.Tests/", StringComparison.Ordinal)
                && !path.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal)
                && !path.StartsWith("benchmarks/", StringComparison.Ordinal))
            .Where(path => Repository.Lines(path).Any(line => NamesARuntime().IsMatch(line)))
            .Where(path => path is not ("Silo/Hosting/Local.cs" or "Silo/Hosting/Cluster.cs")
                && !FixtureTwin().IsMatch(path));

        Assert.Empty(naming);
    }

    [Fact]
    public void Conditional_compilation_stays_with_the_runtime_twins()
    {
        var conditional = Repository.Files(".cs", ".razor")
            .Where(path => Repository.Lines(path).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)))
            .Where(path => path is not ("Silo/Hosting/Local.cs" or "Silo/Hosting/Cluster.cs") && !FixtureTwin().IsMatch(path));

        Assert.Empty(conditional);
    }

    [Fact]
    public void Unfinished_work_is_not_committed()
    {
        var unfinished = Repository.Files(".cs", ".razor")
            .Where(path => !path.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal))
            .Where(path => Repository.Lines(path).Any(line => Unfinished().IsMatch(line)));

        Assert.Empty(unfinished);
    }

    [Fact]
    public void Grain_code_keeps_to_the_turn()
    {
        var leaving = Repository.Files(".cs").Where(path => path.StartsWith("Grains/", StringComparison.Ordinal))
            .Where(path => Repository.Lines(path).Any(line => LeavesTheTurn().IsMatch(line)));

        Assert.Empty(leaving);
    }

    [Fact]
    public void Messages_carry_no_serializer_attributes()
    {
        var marked = Repository.Files(".cs")
            .Where(path => path.StartsWith("Trading/", StringComparison.Ordinal) || path.StartsWith("Grains.Interfaces/", StringComparison.Ordinal))
            .Where(path => Repository.Lines(path).Any(line => SerializerAttribute().IsMatch(line)));

        Assert.Empty(marked);
    }

    [GeneratedRegex(@"OrleansTrader\.LocalRuntime|Orleans\.Hosting|Orleans\.TestingHost")]
    private static partial Regex NamesARuntime();

    [GeneratedRegex(@"^tests/[^/]+/Fixture/(Local|Cluster)\.cs$")]
    private static partial Regex FixtureTwin();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|NotImplementedException|Thread\.Sleep|async void")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"ConfigureAwait\(false\)|Task\.Run\(|\.Wait\(\)|\.GetAwaiter\(\)\.GetResult\(\)|\[Reentrant\]")]
    private static partial Regex LeavesTheTurn();

    [GeneratedRegex(@"\[(GenerateSerializer|Id\(|JsonDerivedType|JsonPolymorphic|JsonPropertyName|JsonConverter|Serializable)")]
    private static partial Regex SerializerAttribute();
}
