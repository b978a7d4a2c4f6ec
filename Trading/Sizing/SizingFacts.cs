using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Sizing;

/// <summary>All that a size depends on besides the rule. Amounts and prices in quote currency, quantities in base currency.</summary>
/// <param name="Price">What the entry is expected to pay or get.</param>
/// <param name="StopPrice">Null without a stop; on the losing side of the price.</param>
/// <param name="MarginFree">What a new order may use.</param>
public sealed record SizingFacts(
    Instrument Instrument, Side Side, decimal Price, decimal? StopPrice, decimal Equity, decimal MarginFree)
{
    /// <summary>The account's limits in force.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;

    /// <summary>Signed quantity of this symbol that is held already; only what is on the same side counts towards limits and tiers.</summary>
    public decimal HeldQuantity { get; init; }

    /// <summary>Leverage of what is held on the same side: an addition keeps it.</summary>
    public decimal HeldLeverage { get; init; }

    /// <summary>Quantity in working orders that would open on the same side.</summary>
    public decimal OpenOnSide { get; init; }

    /// <summary>All that is held, this symbol's own position included.</summary>
    public ImmutableArray<HeldRisk> Held { get; init; } = [];

    /// <summary>Needed by the volatility target.</summary>
    public Volatility? Volatility { get; init; }

    /// <summary>Needed by Kelly: the trades that the edge is estimated from.</summary>
    public TradeSample? Trades { get; init; }

    /// <summary>Quantity that the book shows on the side to be taken, within the caller's band; null where there is no book.</summary>
    public decimal? Depth { get; init; }

    /// <summary>The least notional that limits outside this account's own still leave; null for none.</summary>
    public decimal? NotionalRoom { get; init; }

    /// <summary>What an observation knows: margin, limits, held positions with their stops, and depth within a band of the mid.</summary>
    /// <param name="bandBps">How far from the mid the book's depth counts, in hundredths of a percent.</param>
    /// <param name="correlation">Of the symbol's returns with another's, −1 to 1; 1 is assumed where it is not given.</param>
    public static SizingFacts Of(
        SymbolObservation market, AccountObservation account, Side side, decimal price, decimal? stopPrice,
        decimal bandBps = BookDepth.BandBpsDefault, Func<Symbol, decimal>? correlation = null)
    {
        var held = ImmutableArray.CreateBuilder<HeldRisk>();
        foreach (var position in account.Positions)
        {
            var known = position.Symbol == market.Symbol ? 1m : correlation?.Invoke(position.Symbol) ?? 1m;
            var loss = position.ExitPlan?.StopLoss is { } stop ? Math.Max(0m, (position.Mark - stop) * position.Quantity) : (decimal?)null;
            held.Add(new HeldRisk(
                position.Symbol, position.Side, Math.Abs(position.Quantity) * position.Mark, loss, known));
        }

        var same = account.Find(market.Symbol);
        var working = 0m;
        foreach (var order in account.Orders)
        {
            if (order.Symbol == market.Symbol && !order.IsReduceOnly && order.Side == side)
                working += order.QuantityLeft;
        }

        return new SizingFacts(market.Instrument, side, price, stopPrice, account.Equity, account.MarginAvailable)
        {
            Limits = account.Limits,
            HeldQuantity = same?.Quantity ?? 0m,
            HeldLeverage = same?.Leverage ?? 0m,
            OpenOnSide = working,
            Held = held.ToImmutable(),
            Depth = market.Book is { } book ? BookDepth.Within(book, side, market.Mid, bandBps) : null,
        };
    }
}

/// <summary>A position that is held.</summary>
/// <param name="LossAtStop">Null where it has no stop: then it counts as if its stop were as far, in percent, as the new one's.</param>
/// <param name="Correlation">Of its returns with the new symbol's, −1 to 1.</param>
public readonly record struct HeldRisk(Symbol Symbol, Side Side, decimal Notional, decimal? LossAtStop, decimal Correlation);

/// <summary>Standard deviation of returns, and over which time.</summary>
/// <param name="Value">As a share, e.g. 0.6 a year.</param>
/// <param name="Bar">Length of the bars whose returns they are; null for annualised.</param>
public readonly record struct Volatility(decimal Value, Interval? Bar = null)
{
    private const decimal MinutesPerYear = 365m * 24m * 60m;

    /// <summary>Per-bar deviation × √(bars a year), a year of 365 days since these markets never close.</summary>
    public decimal Annual => Bar is { } bar ? Value * (decimal)Math.Sqrt((double)(MinutesPerYear / (int)bar)) : Value;
}
