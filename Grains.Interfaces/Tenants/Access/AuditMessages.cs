namespace OrleansTrader.Grains.Tenants;

/// <summary>One thing that somebody did or was refused, as it stands in the journal's stream <c>audit/TENANT</c>.</summary>
/// <param name="Who">The user, or for a key who made it; what was typed where nobody was known.</param>
/// <param name="By">How they were known: <c>session</c>, <c>demo</c>, <c>control-key</c>, the shown part of a key, or <c>nobody</c>.</param>
/// <param name="From">The client's address.</param>
/// <param name="Action">In few words, e.g. <c>account.execute setLimits</c>.</param>
/// <param name="On">What it was done to, e.g. <c>demo/mine</c>.</param>
/// <param name="Result"><c>done</c>, <c>unchanged</c>, <c>refused: WHY</c> or <c>unknown: WHY</c>.</param>
public sealed record AuditEntry(DateTimeOffset At, string Who, string By, string From, string Action, string On, string Result)
{
    /// <summary>Longest text of a field, in characters; more is cut.</summary>
    public const int TextLengthMax = 300;
}

/// <param name="Number">Its number in the stream, from 1 without a gap.</param>
public sealed record AuditRow(long Number, AuditEntry Entry);
