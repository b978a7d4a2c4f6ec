using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Sizing;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution;

/// <summary>What the choice of a way of execution goes by.</summary>
/// <param name="Quantity">In base currency.</param>
/// <param name="Depth">What the book shows on the side to be taken within <see cref="BookDepth.BandBpsDefault"/>; null without a book.</param>
/// <param name="VolumePerMinute">Base volume that usually trades in a minute; 0 where unknown.</param>
/// <param name="SpreadBps">In hundredths of a percent of the mid.</param>
/// <param name="MinuteVolatilityBps">Standard deviation of a minute's return, in hundredths of a percent; null where unknown.</param>
public readonly record struct ExecutionFacts(
    decimal Quantity, decimal? Depth, decimal VolumePerMinute, decimal SpreadBps, decimal? MinuteVolatilityBps, ExecutionUrgency Urgency)
{
    private const decimal MinutesPerDay = 1_440m;

    /// <summary>What an observation knows. Its day's volume is spread evenly over the minutes.</summary>
    public static ExecutionFacts Of(SymbolObservation market, Side side, decimal quantity, ExecutionUrgency urgency)
    {
        var window = market.Window(Markets.Interval.OneMinute);
        return new ExecutionFacts(
            quantity,
            market.Book is { } book ? BookDepth.Within(book, side, market.Mid, BookDepth.BandBpsDefault) : null,
            market.Volume24h / MinutesPerDay,
            market.Mid > 0m ? market.Spread / market.Mid * 10_000m : 0m,
            ReturnStatistics.VolatilityOf(window.AsSpan(), Markets.Interval.OneMinute)?.Value * 10_000m,
            urgency);
    }
}

/// <summary>A way of execution and its time.</summary>
/// <param name="Why">In plain words, with the figures.</param>
public sealed record ExecutionChoice(ExecutionStyle Style, TimeSpan? Duration, decimal? DisplayQuantity, ExecutionUrgency Urgency, string Why);

/// <summary>
/// Chooses how to execute by size against depth and volume, volatility and urgency. Small sizes are not worth a wait, large ones not the
/// walk through the book; where the price moves faster than the spread, waiting costs more than taking.
/// </summary>
public static class ExecutionPolicy
{
    /// <summary>At most this share of the depth within the band is small: it is taken at once, or rests whole.</summary>
    public const decimal SmallShare = 0.25m;

    /// <summary>At most this share of the depth is one order's work; beyond it the order is sliced.</summary>
    public const decimal WholeShare = 1m;

    /// <summary>A sliced order is given the time in which this share of the usual volume is its quantity.</summary>
    public const decimal VolumeShare = 0.05m;

    /// <summary>A minute's volatility above so many spreads is fast: one degree more urgent.</summary>
    public const decimal FastSpreads = 10m;

    /// <summary>An iceberg is shown in at most so many parts.</summary>
    public const int PartsMax = 100;

    public static readonly TimeSpan SlicedMin = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan SlicedMax = TimeSpan.FromHours(2);

    /// <summary>How long what rests may wait before the rest is taken.</summary>
    public static readonly TimeSpan RestMax = TimeSpan.FromMinutes(5);

    public static ExecutionChoice Choose(in ExecutionFacts facts)
    {
        var isFast = facts.MinuteVolatilityBps is { } minute && minute > FastSpreads * Math.Max(facts.SpreadBps, 0.1m);
        var urgency = isFast && facts.Urgency < ExecutionUrgency.High ? facts.Urgency + 1 : facts.Urgency;
        var pace = isFast ? ", in a fast market" : string.Empty;
        if (facts.Depth is not { } depth)
        {
            // Without a book the size is held against a minute's volume, as if that were the depth.
            if (facts.VolumePerMinute <= 0m)
                return new ExecutionChoice(ExecutionStyle.Market, null, null, urgency, "nothing is known of depth or volume");
            depth = facts.VolumePerMinute;
        }

        var share = depth > 0m ? facts.Quantity / depth : decimal.MaxValue;
        var words = depth > 0m ? FormattableString.Invariant($"{share:0.##} of the depth{pace}") : $"no depth is shown{pace}";
        if (share <= WholeShare)
        {
            return urgency switch
            {
                ExecutionUrgency.High => new ExecutionChoice(ExecutionStyle.Market, null, null, urgency, words),
                ExecutionUrgency.Normal when share <= SmallShare => new ExecutionChoice(ExecutionStyle.Market, null, null, urgency, words),
                ExecutionUrgency.Normal => new ExecutionChoice(ExecutionStyle.Chase, RestMax, null, urgency, words),
                _ => new ExecutionChoice(ExecutionStyle.LimitAtBest, RestMax, null, urgency, words),
            };
        }

        var duration = DurationOf(facts);
        if (urgency == ExecutionUrgency.Low && depth > 0m)
            return Named(ExecutionStyle.Iceberg, facts with { Depth = depth }) with { Urgency = urgency, Why = words };
        return new ExecutionChoice(duration >= SlicedMax / 4 ? ExecutionStyle.Vwap : ExecutionStyle.Twap, duration, null, urgency, words);
    }

    /// <summary>
    /// The command that carries out an order: a market order in base currency by the way that is named, or else chosen, with its exits,
    /// note and leverage; any other order, and one that belongs to the market at once, as it is.
    /// </summary>
    public static AccountCommand CommandFor(OrderIntent order, SymbolObservation market, ExecutionStyle? named, ExecutionUrgency urgency)
    {
        if (order.Type != OrderType.Market || order.Quantity.Unit != QuantityUnit.Base || named == ExecutionStyle.Market)
            return new SubmitOrder(order);
        var quantity = order.Quantity.Value;
        var facts = ExecutionFacts.Of(market, order.Side, quantity, urgency);
        var choice = named is { } style ? Named(style, facts) : Choose(facts);
        return choice.Style == ExecutionStyle.Market
            ? new SubmitOrder(order)
            : new SubmitParent(ToIntent(choice, market.Instrument, order.Side, quantity, market.Mid) with
            {
                ReduceOnly = order.ReduceOnly, Leverage = order.Leverage, Bracket = order.Bracket, Note = order.Note,
            });
    }

    // A way that somebody named, with the time and the parts that the policy would give it.
    private static ExecutionChoice Named(ExecutionStyle style, in ExecutionFacts facts) => new(
        style,
        style is ExecutionStyle.LimitAtBest or ExecutionStyle.Chase ? RestMax : DurationOf(facts),
        style == ExecutionStyle.Iceberg ? Math.Clamp((facts.Depth ?? facts.Quantity) * SmallShare, facts.Quantity / PartsMax, facts.Quantity) : null,
        facts.Urgency,
        "named");

    /// <summary>As a parent order; iceberg parts go onto the lot, and become slices where they are too small.</summary>
    public static ParentIntent ToIntent(ExecutionChoice choice, Instrument instrument, Side side, decimal quantity, decimal price)
    {
        var shown = choice.DisplayQuantity is { } display ? instrument.QuantityDown(display) : (decimal?)null;
        var style = shown is { } part && !instrument.IsTradable(part, price) ? ExecutionStyle.Twap : choice.Style;
        return new ParentIntent(instrument.Symbol, side, OrderQuantity.InBase(quantity), style)
        {
            Urgency = choice.Urgency,
            Duration = choice.Duration ?? (style is ExecutionStyle.Twap or ExecutionStyle.Vwap ? SlicedMin : null),
            DisplayQuantity = style == ExecutionStyle.Iceberg ? shown : null,
        };
    }

    private static TimeSpan DurationOf(in ExecutionFacts facts)
    {
        if (facts.VolumePerMinute <= 0m)
            return SlicedMin;
        var minutes = facts.Quantity / (facts.VolumePerMinute * VolumeShare);
        return minutes >= (decimal)SlicedMax.TotalMinutes ? SlicedMax
            : minutes <= (decimal)SlicedMin.TotalMinutes ? SlicedMin
            : TimeSpan.FromSeconds((double)decimal.Ceiling(minutes * 60m));
    }
}
