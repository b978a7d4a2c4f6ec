namespace OrleansTrader.Infra.Tests;

/// <summary>Rules of our own for images: what a linter would say, and what the issue asks for.</summary>
public sealed class DockerfileTests
{
    public static TheoryData<string> Files => [.. Repository.Infra("Dockerfile")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Image_isBuiltInStagesFromPinnedBases(string file)
    {
        var from = Instructions(file).Where(static line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();
        Assert.True(from.Count >= 2, "build and run are stages apart");
        Assert.All(from, static line => Assert.Matches(@"^FROM \S+:\S*(\d|\$\{DOTNET_VERSION\})\S*( AS \S+)?$", line));
        Assert.DoesNotContain("sdk", from[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(":latest", string.Concat(from), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Image_runsAsNobodyInParticular(string file)
    {
        var last = LastStage(file);
        var user = Assert.Single(last, static line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.Matches(@"^USER [1-9]\d*:[1-9]\d*$", user);
        Assert.True(last.IndexOf(user) < last.FindIndex(static line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal)));
        Assert.DoesNotContain(last, static line => line.StartsWith("RUN ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Image_stopsAndAnswers(string file)
    {
        var last = LastStage(file);
        Assert.Contains("STOPSIGNAL SIGTERM", last);
        Assert.Single(last, static line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        // In exec form the process itself gets the signal, not a shell; there is none.
        Assert.All(last.Where(static line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal)), static line => Assert.StartsWith("ENTRYPOINT [", line, StringComparison.Ordinal));
        Assert.Single(last, static line => line.StartsWith("VOLUME ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Image_holdsNoSecretAndFetchesNothingByHand(string file)
    {
        Assert.DoesNotContain(Instructions(file), static line => line.StartsWith("ADD ", StringComparison.Ordinal) || line.Contains("curl ", StringComparison.Ordinal) || line.Contains("wget ", StringComparison.Ordinal));
        Assert.DoesNotContain(Instructions(file), static line => (line.StartsWith("ARG ", StringComparison.Ordinal) || line.StartsWith("ENV ", StringComparison.Ordinal))
            && (line.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || line.Contains("API_KEY", StringComparison.Ordinal) || line.Contains("TOKEN", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Context_isAListOfWhatMayEnter(string file)
    {
        var ignored = File.ReadAllLines(Repository.PathOf(file + ".dockerignore")).Where(static line => line.Length > 0 && line[0] != '#').ToList();
        Assert.Equal("**", ignored[0]);
        var rooms = Directory.EnumerateFiles(Repository.Root, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(static path => Path.GetFileName(Path.GetDirectoryName(path)!));
        Assert.All(rooms.Where(static room => room != "benchmarks"), room => Assert.Contains("!" + room, ignored));
        Assert.All(["**/.env", "**/data", "**/*.key"], secret => Assert.Contains(secret, ignored));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Arguments_areThoseOfTheBuild(string file)
    {
        var text = Repository.Text(file);
        Assert.All(["ORLEANS_RUNTIME", "ORLEANS_FEED", "BLAZOR_SCRIPT"], argument => Assert.Contains($"ARG {argument}=", text, StringComparison.Ordinal));
        Assert.Contains("'$(ORLEANS_FEED)'", Repository.Text("Directory.Build.props"), StringComparison.Ordinal);
        Assert.Contains("'$(BlazorScriptSource)' == 'Framework'", Repository.Text("eng/BlazorScript.targets"), StringComparison.Ordinal);
    }

    /// <summary>Instructions with their continued lines in one, comments left out.</summary>
    private static List<string> Instructions(string file) =>
        [.. string.Join('\n', File.ReadLines(Repository.PathOf(file)).Where(static line => !line.StartsWith('#')))
            .Replace("\\\n", string.Empty, StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static List<string> LastStage(string file)
    {
        var all = Instructions(file);
        return all[all.FindLastIndex(static line => line.StartsWith("FROM ", StringComparison.Ordinal))..];
    }
}
