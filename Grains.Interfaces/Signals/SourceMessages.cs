using System.Collections.Immutable;
using System.Text;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals;

/// <summary>A secret as it is given: on its way into the silo that seals or hashes it.</summary>
/// <param name="Value">16 to 200 letters, digits, dashes and underscores.</param>
public sealed record SourceSecret(string Value)
{
    public const int LengthMin = 16;

    public const int LengthMax = 200;

    // Whatever prints the message prints no secret.
    private bool PrintMembers(StringBuilder text) => text.Length < 0;
}

/// <summary>What became of a source's alerts since it was made.</summary>
/// <param name="Refused">For whatever reason: a wrong secret, too many, not understood.</param>
/// <param name="LastAt">When the last one came; null where none has.</param>
public sealed record SourceCounts(long Accepted, long Duplicates, long Refused, DateTimeOffset? LastAt);

/// <summary>A source as it is shown: never its secret.</summary>
/// <param name="SecretSetAt">When it got its present secret.</param>
public sealed record SourceView(SourceKey Key, SourceConfig Config, DateTimeOffset CreatedAt, DateTimeOffset SecretSetAt, SourceCounts Counts);

/// <summary>An alert as it came in.</summary>
/// <param name="Body">Its bytes, in base 64.</param>
/// <param name="Signature">Of the header <c>X-Signature</c>.</param>
/// <param name="Timestamp">Of the header <c>X-Timestamp</c>.</param>
/// <param name="Token">The last part of the address; null where it has none.</param>
/// <param name="From">The client's address.</param>
public sealed record AlertRequest(string Body, string? Signature, string? Timestamp, string? Token, string From)
{
    // Neither what it says nor what it proves itself by is printed.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("From = ").Append(From);
        return true;
    }
}

public enum AlertOutcome
{
    /// <summary>A new signal, and durable.</summary>
    Accepted,

    /// <summary>The signal is there already.</summary>
    Duplicate,

    /// <summary>Nobody that the source knows; or there is no such source.</summary>
    Unauthorised,

    /// <summary>The tenant has used up its alerts of this minute.</summary>
    TooMany,

    /// <summary>Not understood.</summary>
    Invalid,

    /// <summary>It is not known whether the signal is durable: the books are away.</summary>
    Away,
}

/// <param name="SignalId">Where there is a signal.</param>
/// <param name="Errors">What is wrong; empty unless invalid, too many or away.</param>
/// <param name="RetryAfter">When there is room again, in the service's time; null unless too many.</param>
public sealed record AlertReply(AlertOutcome Outcome, string? SignalId, ImmutableArray<FieldError> Errors, TimeSpan? RetryAfter)
{
    public static AlertReply Unauthorised { get; } = new(AlertOutcome.Unauthorised, null, [], null);
}
