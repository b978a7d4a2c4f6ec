using Microsoft.Playwright;

namespace OrleansTrader.Browser.Tests;

/// <summary>A tab of the browser that remembers what went wrong in it.</summary>
internal sealed class Visit
{
    /// <summary>Longest wait for anything to appear or to move, in seconds; a quiet machine needs a few.</summary>
    public const int WaitSecondsMax = 90;

    private Visit(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Errors of the console, exceptions of scripts, answers of 400 and above.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<Visit> Open(IBrowser browser, Uri address, int width, int height)
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = ColorScheme.Dark,
        });
        page.SetDefaultTimeout(WaitSecondsMax * 1_000f);
        var visit = new Visit(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                visit.Faults.Add($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, fault) => visit.Faults.Add($"script: {fault}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                visit.Faults.Add($"{response.Status} {response.Url}");
        };
        return visit;
    }

    /// <summary>Waits for a figure to stand there, and then to become another one.</summary>
    public async Task WaitUntilChanged(string selector)
    {
        await Page.WaitForFunctionAsync("s => /\\d/.test(document.querySelector(s)?.textContent ?? '')", selector);
        var before = await Page.Locator(selector).First.InnerTextAsync();
        await Page.WaitForFunctionAsync(
            "([s, before]) => { const now = document.querySelector(s)?.innerText; return now && now !== before; }", new[] { selector, before });
    }

    public Task Save(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Screenshots(), $"{name}.png"),
        FullPage = true,
    });

    private static string Screenshots()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory.Parent is { } parent && !string.Equals(directory.Name, "artifacts", StringComparison.Ordinal))
            directory = parent;
        return Path.Combine(directory.FullName, "screenshots");
    }
}
