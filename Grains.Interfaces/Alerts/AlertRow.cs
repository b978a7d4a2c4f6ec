using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Alerts;

public enum AlertSeverity
{
    Information,
    Warning,
    Critical,
}

/// <summary>Something that a person should know.</summary>
/// <param name="Source">The grain or service that raised it, e.g. an account's or a symbol's key.</param>
/// <param name="Message">At most <see cref="MessageLengthMax"/> characters; longer is cut when written.</param>
public sealed record AlertRow(TenantId Tenant, DateTimeOffset At, AlertSeverity Severity, string Source, string Message) : ReadModelRow
{
    /// <summary>Most characters kept of <see cref="Message"/>.</summary>
    public const int MessageLengthMax = 1_000;
}
