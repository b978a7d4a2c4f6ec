using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>A position and its market.</summary>
public sealed record HedgedPosition(PositionObservation Position, SymbolObservation Market);

/// <param name="IsOurs">Whether what is held in the hedge's symbol from now on is the hedge; to be stored before the commands are sent.</param>
public sealed record HedgeAdvice(ImmutableArray<PlannedCommand> Commands, bool IsOurs, ImmutableArray<FieldError> Errors);

/// <summary>
/// Holds a position in a correlated symbol against what a version holds: for each position <c>−beta × notional</c>, where beta is the
/// covariance of the candles' returns over the hedge's variance. It never touches a position in that symbol that it did not open.
/// </summary>
public static class Hedging
{
    // With fewer common returns a beta is a guess.
    private const int ReturnsMin = 19;

    /// <param name="isOurs">What the last advice said.</param>
    /// <param name="hedge">The market of the hedge's symbol; null while it has no quote.</param>
    public static HedgeAdvice Advise(
        HedgePolicy policy, ImmutableArray<HedgedPosition> hedged, SymbolObservation? hedge, AccountObservation account, bool isOurs, DateTimeOffset at, string cause)
    {
        var held = account.Find(policy.Symbol)?.Quantity ?? 0m;
        if (held != 0m && !isOurs)
            return hedged.IsEmpty ? new HedgeAdvice([], false, []) : Refused(policy, "is held for another reason: nothing is hedged in it", isOurs: false);
        if (hedged.IsEmpty)
        {
            return held == 0m
                ? new HedgeAdvice([], false, [])
                : new HedgeAdvice([new PlannedCommand(Name(policy, "close", at), new ClosePosition(policy.Symbol, ExitManager.Note("hedge: nothing is left to hedge", cause)))], true, []);
        }

        if (hedge is null || hedge.StaleReason is not null || hedged.Any(static h => h.Market.StaleReason is not null))
            return new HedgeAdvice([], held != 0m, []);
        var (exposure, notional) = (0m, 0m);
        foreach (var one in hedged)
        {
            var value = one.Position.Quantity * one.Market.Mark;
            notional += Math.Abs(value);
            if (Beta(one.Market.Window(policy.Window), hedge.Window(policy.Window), policy) is { } beta)
                exposure += value * beta;
        }

        var wanted = -exposure * policy.Ratio;
        var bound = notional * policy.NotionalShareMax;
        wanted = Math.Clamp(wanted, -bound, bound) / hedge.Mark;
        return Move(policy, hedge, account, held, wanted, at, cause);
    }

    /// <summary>Null where the windows have too little in common, or hang together too loosely.</summary>
    /// <remarks>Simple returns of candles that close at the same instants; four operations and a square root only.</remarks>
    public static decimal? Beta(ImmutableArray<Candle> candles, ImmutableArray<Candle> hedge, HedgePolicy policy)
    {
        var (ours, theirs) = Returns(candles, hedge);
        if (ours.Count < ReturnsMin)
            return null;
        double sumX = 0, sumY = 0;
        for (var i = 0; i < ours.Count; i++)
        {
            sumY += ours[i];
            sumX += theirs[i];
        }

        double meanX = sumX / ours.Count, meanY = sumY / ours.Count, xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < ours.Count; i++)
        {
            double x = theirs[i] - meanX, y = ours[i] - meanY;
            xx += x * x;
            yy += y * y;
            xy += x * y;
        }

        if (xx <= 0 || yy <= 0 || Math.Abs(xy) / Math.Sqrt(xx * yy) < (double)policy.CorrelationMin)
            return null;
        var beta = xy / xx;
        return Math.Abs(beta) < 1e6 ? (decimal)beta : null;
    }

    private static (List<double> Ours, List<double> Theirs) Returns(ImmutableArray<Candle> candles, ImmutableArray<Candle> hedge)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        Candle? lastOurs = null, lastTheirs = null;
        for (int i = 0, j = 0; i < candles.Length && j < hedge.Length;)
        {
            var order = candles[i].Start.CompareTo(hedge[j].Start);
            if (order < 0)
            {
                i++;
            }
            else if (order > 0)
            {
                j++;
            }
            else
            {
                if (lastOurs is { Close: > 0m } a && lastTheirs is { Close: > 0m } b)
                {
                    ours.Add(((double)candles[i].Close / (double)a.Close) - 1);
                    theirs.Add(((double)hedge[j].Close / (double)b.Close) - 1);
                }

                (lastOurs, lastTheirs) = (candles[i++], hedge[j++]);
            }
        }

        return (ours, theirs);
    }

    private static HedgeAdvice Move(
        HedgePolicy policy, SymbolObservation hedge, AccountObservation account, decimal held, decimal wanted, DateTimeOffset at, string cause)
    {
        var target = hedge.Instrument.QuantityDown(wanted);
        if (held != 0m && (target == 0m || Math.Sign(target) != Math.Sign(held)))
            return new HedgeAdvice([new PlannedCommand(Name(policy, "close", at), new ClosePosition(policy.Symbol, ExitManager.Note("hedge: the other side is wanted, or none", cause)))], true, []);
        var missing = Math.Abs(target) - Math.Abs(held);
        if (Math.Abs(missing) <= Math.Abs(target) * policy.Band || account.Orders.Any(o => o.Symbol == policy.Symbol && !o.IsReduceOnly))
            return new HedgeAdvice([], held != 0m, []);
        var isMore = missing > 0m;
        var side = target > 0m == isMore ? Side.Buy : Side.Sell;
        var touch = side == Side.Buy ? hedge.Ask : hedge.Bid;
        if (!hedge.Instrument.IsTradable(Math.Abs(missing), touch))
            return new HedgeAdvice([], held != 0m, []);
        var intent = new OrderIntent(policy.Symbol, side, OrderType.Market, OrderQuantity.InBase(Math.Abs(missing)))
        {
            ReduceOnly = !isMore,
            Note = ExitManager.Note("hedge: against what is held", cause),
        };
        return new HedgeAdvice([new PlannedCommand(Name(policy, isMore ? "open" : "reduce", at), new SubmitOrder(intent))], true, []);
    }

    private static HedgeAdvice Refused(HedgePolicy policy, string remedy, bool isOurs) =>
        new([], isOurs, [new FieldError("exits.hedge.symbol", policy.Symbol.ToString(), remedy)]);

    private static string Name(HedgePolicy policy, string what, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{policy.Symbol}/hedge/{what}/{at.UtcTicks}");
}
