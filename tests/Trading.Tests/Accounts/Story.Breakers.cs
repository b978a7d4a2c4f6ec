using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Tests.Accounts;

/// <summary>Breakers of every scope, and what they promise.</summary>
internal sealed partial class Story
{
    private AccountCommand Breaker(Step step, Symbol symbol) => (step.C % 6) switch
    {
        0 or 1 => new SetBreakers(step.D % 5 == 0 ? [] :
        [
            new BreakerRule(BreakerKind.WindowLoss, 0.02m, TimeSpan.FromHours(1), Closes: step.D % 2 == 0, CoolDown: TimeSpan.FromMinutes(10)),
            new BreakerRule(BreakerKind.LossesInRow, 2m, TripsTo: TradingState.Halted, CoolDown: TimeSpan.FromMinutes(5)),
            new BreakerRule(BreakerKind.Drawdown, 0.1m),
        ]),
        2 => new HaltTrading("test", "story", step.D % 2 == 0),
        3 => new LiftBreaker(Scope(step), Scope(step) == BreakerScope.Symbol ? symbol : null, step.D % 50, "story"),
        _ => new ImposeBreaker(new TrippedBreaker(
            Scope(step), BreakerKind.KillSwitch, step.D % 3 == 0 ? TradingState.Halted : TradingState.Reducing, _desk.Context.Now, "test", "story")
        {
            Symbol = Scope(step) == BreakerScope.Symbol ? symbol : null, Closes = step.D % 3 == 1, Sequence = step.D % 50,
        }),
    };

    private static BreakerScope Scope(Step step) => (step.D % 4) switch { 0 => BreakerScope.Tenant, 1 => BreakerScope.Service, _ => BreakerScope.Symbol };

    // By what is in force the moment before the event.
    private string? FollowBreakers(in AccountEvent happened)
    {
        if (happened.Kind == AccountEventKind.OrderFilled && happened.OrderFilled() is { IsReducing: false } fill
            && _desk.State.Breakers?.Of(fill.Symbol, _desk.Context.Now) is { } tripped)
            return $"nothing opens under a breaker ({tripped})";
        return happened.Kind == AccountEventKind.OrderAccepted && happened.OrderAccepted() is { Role: OrderRole.Single or OrderRole.Close } accepted
            && _desk.State.Breakers?.Of(accepted.Intent.Symbol, _desk.Context.Now) is { State: TradingState.Halted }
            ? "nobody's order is taken while halted"
            : null;
    }

    private string? CheckBreakers()
    {
        foreach (var breaker in _desk.State.Breakers?.Tripped ?? [])
        {
            var holds = _desk.Snapshot.Positions.Any(position => breaker.Concerns(position.Symbol));
            if (breaker.Closes && (breaker.State != TradingState.Reducing || !holds || _desk.Snapshot.Positions.Any(position => breaker.Concerns(position.Symbol) && !IsClosed(position.Symbol))))
                return $"what closes has something to close, and an order for it ({breaker})";
        }

        return null;
    }

    private bool IsClosed(Symbol symbol) => _desk.Snapshot.Orders.Any(order => order.Role == OrderRole.Flatten && order.Symbol == symbol);
}
