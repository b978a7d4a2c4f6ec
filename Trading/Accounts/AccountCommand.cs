using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>What an account can be asked to do. Amounts are in the account's currency.</summary>
public abstract record AccountCommand;

/// <param name="Currency">The quote currency of every symbol that the account may trade, e.g. USDT.</param>
public sealed record OpenAccount(string Currency, decimal Cash, AccountLimits? Limits = null) : AccountCommand;

public sealed record Deposit(decimal Amount) : AccountCommand;

/// <summary>Takes out at most what neither positions nor orders need.</summary>
public sealed record Withdraw(decimal Amount) : AccountCommand;

public sealed record SubmitOrder(OrderIntent Intent) : AccountCommand;

/// <summary>Two orders of one symbol that exclude each other: the first to be triggered or filled cancels the other.</summary>
public sealed record SubmitOco(OrderIntent First, OrderIntent Second) : AccountCommand;

/// <summary>Null leaves a value as it is. <paramref name="Quantity"/> is the new whole quantity in base currency.</summary>
public sealed record AmendOrder(OrderId Order, decimal? Quantity = null, decimal? LimitPrice = null, decimal? TriggerPrice = null) : AccountCommand;

/// <summary>
/// Gives the position of <paramref name="Symbol"/> these exits, as one set for the whole of it, and takes away all that protected it
/// before, in one commit: the new ones stand before the old ones go. Refused, with nothing changed, where the position has a stop and
/// <paramref name="Exits"/> has none. The same exits again change nothing.
/// </summary>
public sealed record ReplaceExits(Symbol Symbol, Bracket Exits, OrderNote Note) : AccountCommand;

/// <summary>Cancels an order, or a parent order by its number.</summary>
public sealed record CancelOrder(OrderId Order) : AccountCommand;

/// <summary>Cancels every order of <paramref name="Symbol"/>, or of the account where null.</summary>
public sealed record CancelOrders(Symbol? Symbol = null) : AccountCommand;

/// <summary>Closes the whole position at the market, and its exits with it.</summary>
public sealed record ClosePosition(Symbol Symbol, OrderNote Note) : AccountCommand;

public sealed record SetLeverage(Symbol Symbol, decimal Leverage) : AccountCommand;

public sealed record SetMarginMode(Symbol Symbol, MarginMode Mode) : AccountCommand;

/// <summary>Adds to (positive) or takes from (negative) the margin of an isolated position.</summary>
public sealed record MoveIsolatedMargin(Symbol Symbol, decimal Amount) : AccountCommand;

/// <summary>
/// The symbol's trigger book saw something crossed, or an instant came. The context holds the quote that did it; the ledger
/// tests its own orders and thresholds against it, so a doubled or empty call changes nothing.
/// </summary>
public sealed record TriggersFired(Symbol Symbol) : AccountCommand;

/// <summary>Charged on the position held just before <paramref name="At"/>; a second charge for the same instant changes nothing.</summary>
public sealed record ChargeFunding(Symbol Symbol, DateTimeOffset At, decimal Rate, decimal Mark) : AccountCommand;

/// <summary>Looks at equity: moves the marks, the highest equity and the day's start.</summary>
public sealed record MarkEquity : AccountCommand;

/// <summary>
/// No new risk: reduce-only orders pass, protective orders of what is still held stay in force unless flattened. The kill switch is
/// <see cref="HaltTrading"/>.
/// </summary>
public sealed record HaltAccount(string Reason, bool Flatten) : AccountCommand;

/// <summary>Ends a halt and resets every breaker of the account's own; those of its tenant, the service and markets stay.</summary>
/// <param name="By">Who wants it.</param>
public sealed record ResumeAccount(string? By = null) : AccountCommand;

/// <summary>The owner's own limits; those that agents bring hold beside them.</summary>
public sealed record SetLimits(AccountLimits Limits) : AccountCommand;

/// <summary>
/// Limits that an agent brings while it trades the account. The strictest of all that are set holds, field by field, for every order
/// of the account.
/// </summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="Limits">Null takes them back.</param>
public sealed record SetAgentLimits(string Agent, AccountLimits? Limits) : AccountCommand;

/// <summary>
/// Begins a paper account anew, with nothing open: its cash goes out, the new cash comes in, and every sum (realised, fees, funding,
/// turnover, the highest equity) counts from here. A halt and the limits stay; what happened before stays in the journal.
/// </summary>
/// <param name="Cash">Null for as much as was paid in so far.</param>
public sealed record ResetAccount(decimal? Cash = null) : AccountCommand;

/// <summary>Closes the books for good, with nothing open: the account can be read, and never changed again.</summary>
public sealed record ArchiveAccount : AccountCommand;

/// <summary>Something to be worked over time or in parts: the answer names the parent order, which is numbered as orders are.</summary>
public sealed record SubmitParent(ParentIntent Intent) : AccountCommand;

/// <summary>Ends a parent order and cancels its child; what it bought, and the exits of that, stay.</summary>
public sealed record CancelParent(OrderId Parent) : AccountCommand;
