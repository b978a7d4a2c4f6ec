namespace OrleansTrader.LanguageModels.Tests.FakeServer;

/// <summary>What the server shall do with one request; each protocol puts it in its own words.</summary>
internal sealed record FakeReply
{
    public string Text { get; private init; } = "";

    public FakeEnding Ending { get; private init; } = FakeEnding.Complete;

    /// <summary>Above 399 an error.</summary>
    public int Status { get; private init; } = 200;

    /// <summary>The provider's code of an error.</summary>
    public string Code { get; private init; } = "";

    public string? RetryAfter { get; private init; }

    /// <summary>Where a redirect leads.</summary>
    public string? Location { get; private init; }

    /// <summary>A body to be sent as it is.</summary>
    public string? Body { get; private init; }

    /// <summary>Nothing is sent before this is done.</summary>
    public Task Gate { get; private init; } = Task.CompletedTask;

    /// <summary>After the head and half of the body, nothing more is sent before this is done.</summary>
    public Task Midway { get; private init; } = Task.CompletedTask;

    public int InputTokens { get; init; } = 1_000;

    public int CachedTokens { get; init; }

    public int OutputTokens { get; init; } = 100;

    /// <summary>What the provider says that it cost; null for those that do not say.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Address, title and date.</summary>
    public IReadOnlyList<(string Url, string Title, string Date)> Sources { get; init; } = [];

    public static FakeReply Answer(string text) => new() { Text = text };

    /// <summary>The answer stops at the limit of output tokens.</summary>
    public static FakeReply CutOff(string text) => new() { Text = text, Ending = FakeEnding.CutOff };

    /// <summary>The model declines; by OpenAI's protocol with these words, by Anthropic's by its stop reason.</summary>
    public static FakeReply Refusal(string text) => new() { Text = text, Ending = FakeEnding.Refusal };

    public static FakeReply Empty() => new();

    /// <summary>An answer that never ends, until the client goes away.</summary>
    public static FakeReply Endless() => new() { Ending = FakeEnding.Endless };

    /// <summary>The connection breaks in the middle of the answer.</summary>
    public static FakeReply Broken(string text) => new() { Text = text, Ending = FakeEnding.Broken };

    public static FakeReply Error(int status, string code, string message, string? retryAfter = null) =>
        new() { Status = status, Code = code, Text = message, RetryAfter = retryAfter };

    public static FakeReply Redirect(string location) => new() { Status = 307, Location = location };

    /// <summary>A success whose body is this.</summary>
    public static FakeReply Raw(string body) => new() { Body = body };

    /// <summary>The answer comes when the gate opens.</summary>
    public static FakeReply Slow(string text, Task gate) => new() { Text = text, Gate = gate };

    /// <summary>The answer begins at once and ends when the gate opens.</summary>
    public static FakeReply Halting(string text, Task gate) => new() { Text = text, Midway = gate };
}

internal enum FakeEnding
{
    Complete,
    CutOff,
    Refusal,
    Endless,
    Broken,
}
