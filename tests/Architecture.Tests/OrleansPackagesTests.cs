using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansTrader.Architecture.Tests;

/// <summary>A build for Microsoft Orleans that lacks packages says so in one line, before anything else.</summary>
public sealed partial class OrleansPackagesTests
{
    private static readonly TimeSpan BuildMax = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Build_feedWithoutThePackages_oneLineNamesFeedAndPackage()
    {
        var feed = Directory.CreateTempSubdirectory("orleans-feed-");
        try
        {
            var output = await Build(feed.FullName);

            var error = Assert.Single(output.Split('\n').Where(static line => line.Contains("error", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));
            Assert.Contains($"can't be restored from the folder '{feed.FullName}' that ORLEANS_FEED names", error, StringComparison.Ordinal);
            Assert.Matches("Unable to find package Microsoft[.]Orleans[.]", error);
        }
        finally
        {
            feed.Delete(recursive: true);
        }
    }

    [Fact]
    public void Check_looksForEveryPackageOfOrleans()
    {
        var used = Repository.Lines("Directory.Packages.props").Select(line => PackageVersion().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        var checkedFor = Repository.Lines("eng/OrleansPackages/OrleansPackages.csproj").Select(line => PackageReference().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value);

        Assert.Equal(used.Order(StringComparer.Ordinal), checkedFor.Order(StringComparer.Ordinal));
    }

    // A cache of its own, so that no package is at hand, and output of its own, so that nobody else's build is disturbed.
    private static async Task<string> Build(string feed)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in new[] { "msbuild", "Grains.Interfaces", "-restore", "-nologo", "-v:quiet", "-p:OrleansRuntime=Microsoft", $"-p:ArtifactsPath={feed}/artifacts" })
            start.ArgumentList.Add(argument);
        start.Environment["ORLEANS_FEED"] = feed;
        start.Environment["NUGET_PACKAGES"] = Path.Combine(feed, "cache");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(BuildMax);
        var errors = process.StandardError.ReadToEndAsync(bound.Token);
        var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        Assert.NotEqual(0, process.ExitCode);
        return output + await errors;
    }

    [GeneratedRegex("PackageVersion Include=\"(Microsoft[.]Orleans[.][^\"]+)\"")]
    private static partial Regex PackageVersion();

    [GeneratedRegex("PackageReference Include=\"(Microsoft[.]Orleans[.][^\"]+)\"")]
    private static partial Regex PackageReference();
}
