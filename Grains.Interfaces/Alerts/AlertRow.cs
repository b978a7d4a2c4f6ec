using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Alerts;

public enum AlertSeverity
{
    Information,
    Warning,
    Critical,
}

/// <summary>
/// Something that a person should know. It is written with what it tells of, in one transaction of the journal; that transaction also puts it
/// into the outbox of each of the tenant's destinations that wants it.
/// </summary>
/// <param name="Source">The grain or service that raised it, e.g. an account's or a symbol's key.</param>
/// <param name="Message">At most <see cref="MessageLengthMax"/> characters; longer is cut when written.</param>
public sealed record AlertRow(TenantId Tenant, DateTimeOffset At, AlertSeverity Severity, string Source, string Message) : ReadModelRow
{
    /// <summary>Most characters kept of <see cref="Message"/>.</summary>
    public const int MessageLengthMax = 1_000;

    /// <summary>Most figures of one alert; further ones are left out when written.</summary>
    public const int FiguresMax = 24;

    public AlertKind Kind { get; init; }

    /// <summary>The account concerned; null where it is of none, or of several.</summary>
    public AccountKey? Account { get; init; }

    /// <summary>The agent concerned; null where none is known.</summary>
    public AgentKey? Agent { get; init; }

    /// <summary>The market concerned; null where it is of none, or of several.</summary>
    public SymbolKey? Symbol { get; init; }

    /// <summary>Figures for programs, in the order in which a person would read them.</summary>
    public ImmutableArray<AlertFigure> Figures { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="Name">In camel case, e.g. <c>price</c>, <c>dayProfit</c>; money is in the account's currency unless the name ends in <c>Usd</c>.</param>
public sealed record AlertFigure(string Name, decimal Value);
