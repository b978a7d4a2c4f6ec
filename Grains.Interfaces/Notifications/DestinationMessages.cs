using System.Collections.Immutable;
using System.Text;
using OrleansTrader.Grains.Alerts;

namespace OrleansTrader.Grains.Notifications;

/// <summary>What a destination understands. Stored by number: new ones are added at the end.</summary>
public enum DestinationFormat
{
    /// <summary>A server of the tenant's own: JSON, signed with a secret that both sides know.</summary>
    Webhook,

    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>A webhook of a Discord channel.</summary>
    Discord,

    /// <summary>A bot of Telegram and the chat that it writes to.</summary>
    Telegram,
}

/// <summary>Where alerts are sent, as it is given: the only message with secrets, on its way into the silo that seals them.</summary>
/// <param name="Name">1 to 40 lower-case letters, digits and dashes; one that is there is replaced.</param>
public sealed record DestinationInput(string Name, DestinationFormat Format)
{
    public const int UrlLengthMax = 1_000;

    public const int SecretLengthMin = 16;

    public const int SecretLengthMax = 256;

    public const int ChatLengthMax = 64;

    public const int AccountsMax = 20;

    /// <summary>Of all formats but Telegram: where to send to, https. Null for one that is there keeps its own.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Of a webhook: what bodies are signed with, <see cref="SecretLengthMin"/> to <see cref="SecretLengthMax"/> characters. Of Telegram: the bot's
    /// token. Null for one that is there keeps its own.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>Of Telegram: the chat's number, or the channel's name with an at sign.</summary>
    public string? Chat { get; init; }

    /// <summary>Which kinds of alerts; empty for all.</summary>
    public ImmutableArray<AlertKind> Kinds { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Alerts that are less severe are not sent.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>Names of the accounts whose alerts are sent, empty for all. Alerts of no account are always sent.</summary>
    public ImmutableArray<string> Accounts { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>One that is off takes no new alerts and keeps what waits.</summary>
    public bool IsEnabled { get; init; } = true;

    // Whatever prints the message prints no secret; the addresses of Slack and Discord are secrets too.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name).Append(", Format = ").Append(Format);
        return true;
    }
}

/// <summary>A destination as it is shown: never its secrets.</summary>
/// <param name="Target">Scheme and host of the address, or the chat.</param>
/// <param name="Kinds">Empty for all.</param>
/// <param name="Accounts">Names; empty for all.</param>
public sealed record DestinationView(
    string Name, DestinationFormat Format, string Target, ImmutableArray<AlertKind> Kinds, AlertSeverity Severity, ImmutableArray<string> Accounts,
    bool IsEnabled, DateTimeOffset SetAt, DeliveryState State);

/// <summary>How it goes with the alerts of a destination.</summary>
/// <param name="Waiting">Alerts that are still to be sent.</param>
/// <param name="WaitingSince">When the oldest of these was raised; null where none waits.</param>
/// <param name="Sent">Taken by the destination, in all.</param>
/// <param name="Failed">Attempts that were not, in all.</param>
/// <param name="Dead">Given up after many attempts, in all.</param>
/// <param name="Dropped">Pushed out by newer ones because too many waited, in all.</param>
/// <param name="LastFault">What the last attempt that failed met; it stands until one succeeds.</param>
/// <param name="Tries">Attempts in a row that failed.</param>
/// <param name="NextAt">When the next attempt is due; null where it is due at once, or nothing waits.</param>
public sealed record DeliveryState(
    long Waiting, DateTimeOffset? WaitingSince, long Sent, long Failed, long Dead, long Dropped, DateTimeOffset? LastSentAt, string? LastFault,
    DateTimeOffset? LastFaultAt, int Tries, DateTimeOffset? NextAt);

/// <summary>An alert that was given up.</summary>
/// <param name="Number">Its place in the sequence of its destination.</param>
/// <param name="Fault">What the last attempt met.</param>
public sealed record DeadLetter(string Destination, long Number, DateTimeOffset DiedAt, string Fault, AlertRow Alert);
