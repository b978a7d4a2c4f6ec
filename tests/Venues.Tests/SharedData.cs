namespace OrleansTrader.Venues.Tests;

/// <summary>Real recordings beside the repository (<c>../shared/data</c> from its root, or <c>$TRADER_SHARED_DATA</c>); tests skip without them.</summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    public static string Path(params string[] parts)
    {
        Assert.SkipUnless(Root is not null, "no recordings: ../shared/data and $TRADER_SHARED_DATA are absent");
        var path = System.IO.Path.Combine([Root!, .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"no recording {string.Join('/', parts)}");
        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRADER_SHARED_DATA") is { Length: > 0 } given)
            return Directory.Exists(given) ? given : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "OrleansTrader.sln")))
                continue;
            var data = System.IO.Path.Combine(folder.FullName, "..", "shared", "data");
            return Directory.Exists(data) ? data : null;
        }

        return null;
    }
}
