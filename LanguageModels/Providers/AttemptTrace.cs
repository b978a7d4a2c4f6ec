namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// What the transport saw of one attempt. The SDKs each throw exceptions of their own and drop headers on the way; this is the same for all of them.
/// It flows with the call, so that a handler shared by many calls finds the right one.
/// </summary>
internal sealed class AttemptTrace
{
    private static readonly AsyncLocal<AttemptTrace?> Flowing = new();

    private AttemptTrace()
    {
    }

    public static AttemptTrace? Current => Flowing.Value;

    /// <summary>Of the last response; null where none came.</summary>
    public int? Status { get; set; }

    /// <summary>What the provider asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The beginning of an error's body.</summary>
    public string? Error { get; set; }

    /// <summary>The answer was longer than <see cref="AnswerGuard"/> lets through.</summary>
    public bool TooLong { get; set; }

    /// <summary>Starts a trace for whatever the caller awaits from here on.</summary>
    public static AttemptTrace Begin()
    {
        var trace = new AttemptTrace();
        Flowing.Value = trace;
        return trace;
    }
}
