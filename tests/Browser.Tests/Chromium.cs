using Microsoft.Playwright;

namespace OrleansTrader.Browser.Tests;

/// <summary>Debian's Chromium, driven by Playwright.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Where it lies; null where there is none.</summary>
    public static string? Executable { get; } = Names.FirstOrDefault(File.Exists);

    public static Task<IBrowser> Launch(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Executable,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
}
