namespace OrleansTrader.Service.Tests.Replay;

/// <summary>Real data beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string Find(string path)
    {
        var root = Environment.GetEnvironmentVariable("TRADER_SHARED_DATA") ?? Beside();
        var full = root is null ? null : Path.Combine(root, path);
        Assert.SkipUnless(File.Exists(full), $"shared data '{path}' is not beside the repository; set TRADER_SHARED_DATA");
        return full!;
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrleansTrader.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "data");
        }

        return null;
    }
}
