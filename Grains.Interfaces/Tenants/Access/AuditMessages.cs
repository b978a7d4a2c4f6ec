using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>One thing that somebody did or was refused, as it stands in the journal's stream <c>audit/TENANT</c>.</summary>
/// <param name="Who">The user, or for a key who made it; what was typed where nobody was known.</param>
/// <param name="By">How they were known: <c>session</c>, <c>demo</c>, <c>control-key</c>, the shown part of a key, or <c>nobody</c>.</param>
/// <param name="From">The client's address.</param>
/// <param name="Action">In few words, e.g. <c>account.execute setLimits</c>.</param>
/// <param name="On">What it was done to, e.g. <c>demo/mine</c>.</param>
/// <param name="Result"><c>done</c>, <c>unchanged</c>, <c>refused: WHY</c> or <c>unknown: WHY</c>; <see cref="NoOutcome"/> before a deed.</param>
public sealed record AuditEntry(DateTimeOffset At, string Who, string By, string From, string Action, string On, string Result)
{
    /// <summary>Longest text of a field, in characters; more is cut.</summary>
    public const int TextLengthMax = 300;

    /// <summary>What stands in an entry that was written before its deed, and in a line whose deed has no entry after it.</summary>
    public const string NoOutcome = "asked, no outcome noted: it is under way, or was cut short; look at what it was done to";

    /// <summary>Of the entry before a deed: the deed's id. Null on every other one.</summary>
    public string? Begins { get; init; }

    /// <summary>Of the entry after a deed: the id that the one before it gave. Null on every other one.</summary>
    public string? Ends { get; init; }

    /// <summary>Command id of the entry before a deed.</summary>
    public static CommandId BeginningOf(string deed) => new($"audit/{deed}");

    /// <summary>Command id of the entry after a deed: by it the outcome of an older entry is found.</summary>
    public static CommandId EndOf(string deed) => new($"audit/{deed}/end");
}

/// <summary>One line of the audit: a deed as its first entry tells it, with the result that the entry after it brought.</summary>
/// <param name="Number">The first entry's number in the stream, from 1; entries after a deed have numbers and no lines of their own.</param>
public sealed record AuditRow(long Number, AuditEntry Entry);
