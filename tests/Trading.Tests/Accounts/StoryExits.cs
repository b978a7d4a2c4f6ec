using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Tests.Accounts;

/// <summary>The promises about a story's exits: after each event, not only after each command.</summary>
internal sealed class StoryExits
{
    private readonly HashSet<long> _sets = [];
    private readonly bool[] _wasGuarded = new bool[2];
    private readonly Dictionary<long, decimal> _stops = [];

    public bool IsSet(long group) => _sets.Contains(group);

    public void Before(AccountState state, in AccountEvent happened)
    {
        if (happened.Kind == AccountEventKind.ExitsSet)
            _sets.Add(happened.ExitsSet().Group);
        _wasGuarded[0] = IsGuarded(state, Desk.Btc, orLeaving: false);
        _wasGuarded[1] = IsGuarded(state, Desk.Eth, orLeaving: false);
        _stops.Clear();
        foreach (ref readonly var order in state.Orders)
            _stops[order.Id.Value] = order.TriggerPrice;
    }

    /// <summary>Null where all is well.</summary>
    public string? After(AccountState state, in AccountEvent happened)
    {
        // Whoever cancels a stop himself, or is halted and closed, has none; so has what the venue takes over.
        var isAsked = happened.Kind == AccountEventKind.OrderEnded &&
            happened.OrderEnded().Reason is OrderEndReason.Requested or OrderEndReason.Halted or OrderEndReason.Liquidation;
        for (var i = 0; i < 2; i++)
        {
            var symbol = i == 0 ? Desk.Btc : Desk.Eth;
            if (_wasGuarded[i] && !isAsked && state.HeldOf(symbol) != 0m && !IsGuarded(state, symbol, orLeaving: true))
                return $"never without the stop: {happened.Kind} leaves {symbol} bare";
        }

        if (happened.Kind == AccountEventKind.StopRatcheted)
        {
            var id = happened.StopRatcheted().Order;
            var order = state.Orders[state.IndexOf(id)];
            if ((order.TriggerPrice - _stops[id.Value]) * order.Side.Sign() >= 0m)
                return $"a ratchet never loosens (order {id})";
        }

        return null;
    }

    // A position with a set of its own, or one that is given one, and a stop, or an order that is leaving all of it at the market.
    private static bool IsGuarded(AccountState state, Symbol symbol, bool orLeaving)
    {
        var index = state.IndexOf(symbol);
        if (index < 0 || state.Positions[index].IsFlat || state.Positions[index].Exits is null)
            return false;
        foreach (ref readonly var order in state.Orders)
        {
            if (order.Symbol != symbol || !order.ReduceOnly || order.Group >= 0)
                continue;
            var isLeaving = order.Triggered || (order.Type == OrderType.Market && order.Status != OrderStatus.Pending);
            if ((orLeaving && isLeaving && order.Remaining >= state.Positions[index].Size) || order.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop)
                return true;
        }

        return false;
    }

    public static Bracket Of(Step step, int sign, Func<int, decimal> tick, DateTimeOffset now)
    {
        var away = 1 + (step.C % 10);
        var rungs = 1 + (step.D % 4);
        var shares = new[] { 0.5m, 0.3m, 0.15m, 0.05m };
        return new Bracket(
            step.C % 7 == 0 ? null : tick(-sign * (3 + away)), step.D % 3 == 0 ? tick(sign * (3 + away)) : null, step.C % 5 == 1 ? away : null,
            null, step.C % 6 == 0 ? now.AddMinutes(away) : null)
        {
            TrailingPercent = step.C % 5 == 2 ? away / 2m : null,
            BreakEven = step.C % 7 != 0 && step.D % 2 == 0 ? new BreakEven(step.C % 2 == 0 ? 1m : 0.5m * away, step.C % 2 == 0 ? GainUnit.Risk : GainUnit.Price, step.D % 5 * 0.1m) : null,
            Targets = step.D % 3 == 0 ? null : [.. Enumerable.Range(0, rungs).Select(i => new TargetLevel(tick(sign * (3 + away + (2 * i))), shares[i]))],
        };
    }
}
