using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>What happened to a signal. Stored for good: cases and fields are only added.</summary>
public abstract record SignalEvent(DateTimeOffset At);

/// <param name="Terms">What held for its source then: the road goes by it to the end.</param>
public sealed record SignalReceived(DateTimeOffset At, Signal Signal, SourceTerms Terms) : SignalEvent(At);

/// <param name="Levels">Null where nothing is to be entered.</param>
public sealed record SignalEnriched(DateTimeOffset At, MarketFacts Market, TradeLevels? Levels, SourceRecord Record) : SignalEvent(At);

/// <param name="Costs">Null where nothing is to be entered.</param>
public sealed record SignalQualified(DateTimeOffset At, decimal Confidence, RoadCosts? Costs, string Detail) : SignalEvent(At);

public sealed record SignalRefused(DateTimeOffset At, SignalReason Reason, string Detail) : SignalEvent(At);

/// <param name="Until">From then on the subscription's choice holds instead of an answer.</param>
public sealed record LegAsked(DateTimeOffset At, string Subscriber, DateTimeOffset Until) : SignalEvent(At);

/// <summary>A second opinion that lets the leg go on; one that does not ends it.</summary>
public sealed record LegJudged(DateTimeOffset At, string Subscriber, SignalReason Reason, string Detail) : SignalEvent(At);

/// <summary>The intent, durable before anything is sent: what is sent again is exactly this.</summary>
/// <param name="Cause">What the orders and trades name as their cause.</param>
/// <param name="Commands">In the order in which they are sent; each at most once, by its id.</param>
/// <param name="Quantity">To be opened, in base currency; 0 where something is only closed.</param>
public sealed record LegSized(
    DateTimeOffset At, string Subscriber, AccountKey Account, string Cause, ImmutableArray<PlannedCommand> Commands, decimal Quantity, decimal Leverage,
    string Detail) : SignalEvent(At);

/// <param name="Order">The entry; null where nothing was opened.</param>
public sealed record LegExecuted(DateTimeOffset At, string Subscriber, OrderId? Order, string Detail) : SignalEvent(At);

/// <param name="Price">Average price of the entry's fills so far.</param>
public sealed record LegManaged(DateTimeOffset At, string Subscriber, decimal Quantity, decimal Price) : SignalEvent(At);

/// <summary>Nothing more comes of this leg, and there is no result.</summary>
public sealed record LegEnded(DateTimeOffset At, string Subscriber, SignalReason Reason, string Detail) : SignalEvent(At);

public sealed record LegScored(DateTimeOffset At, string Subscriber, TradeScore Score) : SignalEvent(At);

/// <summary>How far a signal that nobody trades has been followed on paper, where it is not decided yet.</summary>
public sealed record PaperFollowed(DateTimeOffset At, PaperCourse Course) : SignalEvent(At);

/// <summary>The end of the road: what the source's reputation learns from it.</summary>
public sealed record SignalScored(DateTimeOffset At, TradeScore Score) : SignalEvent(At);

/// <summary>How a signal ended.</summary>
/// <param name="Reason">Won, lost, undecided or not taken.</param>
/// <param name="R">Result after costs in multiples of what was risked; 0 where it was not taken.</param>
/// <param name="Net">In quote currency; null on paper.</param>
/// <param name="Best">Most favourable excursion in R; null where no candles tell. Likewise <paramref name="Worst"/>, zero or below.</param>
/// <param name="Hold">From entry to exit.</param>
/// <param name="OnPaper">Whether nobody traded it: what would have happened.</param>
public sealed record TradeScore(
    SignalReason Reason, decimal R, decimal? Net, decimal? Best, decimal? Worst, TimeSpan Hold, bool OnPaper);

/// <summary>Where a signal that nobody trades stands on paper.</summary>
/// <param name="Until">End of the last candle that was looked at.</param>
/// <param name="EnteredAt">Null while a limit entry waits.</param>
/// <param name="High">Highest price since the entry; 0 before.</param>
public sealed record PaperCourse(DateTimeOffset Until, DateTimeOffset? EnteredAt, decimal High, decimal Low);
