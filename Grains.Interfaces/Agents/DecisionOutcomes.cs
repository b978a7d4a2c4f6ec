using System.Collections.Immutable;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Agents;

/// <summary>What came of a record's decision up to now, in short. A closed trade counts for the decision that opened it.</summary>
/// <param name="Orders">Orders that it led to, without the exits that hang on them.</param>
/// <param name="Trades">Closed trades that it opened.</param>
/// <param name="Net">Their result after fees and funding, in quote currency; null while there is none.</param>
/// <param name="Told">Where no order came of it: the refusal or the dry run's verdict, in plain words; else null.</param>
public sealed record RecordOutcome(int Orders, int Trades, decimal? Net, string? Told);

/// <summary>What came of a decision about one symbol, as it is now.</summary>
/// <param name="Action">What was decided, as <see cref="DecisionRow.Action"/>; empty where nothing was to be done.</param>
/// <param name="Told">What the account answered, in the cycle itself: orders by id, refusals with their reason, verdicts of a dry run.</param>
/// <param name="Orders">By id, the exits that hang on an entry too.</param>
/// <param name="Trades">Closed trades that its entry led to, by number.</param>
public sealed record SymbolOutcome(
    SymbolKey Symbol, string Action, string Told, ImmutableArray<OrderRow> Orders, ImmutableArray<ClosedTradeRow> Trades)
{
    /// <summary>What is told where the decision asked for nothing that was not so already, or came too late.</summary>
    public const string Nothing = "nothing came of it";
}
