using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Orders.Parents;

internal static class ParentFixture
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static ParentIntent Buy(ExecutionStyle style, decimal quantity = 10m, Side side = Side.Buy) =>
        new(Desk.Btc, side, OrderQuantity.InBase(quantity), style) { Leverage = 10m, Seed = 7, Duration = style is ExecutionStyle.Twap or ExecutionStyle.Vwap ? Minute : null };

    /// <summary>A desk with a quote of 100 / 100.5.</summary>
    public static Desk Quoted(decimal size = 0m)
    {
        var desk = new Desk();
        desk.Show(100m, 100.5m, Desk.Btc, size);
        return desk;
    }

    public static OrderId Start(this Desk desk, ParentIntent intent)
    {
        var result = desk.Do(new SubmitParent(intent));
        Assert.True(result.IsAccepted, result.Refusal?.ToString());
        desk.Fire(Desk.Btc);
        return result.Order!.Value;
    }

    public static ParentEnded? Ending(this Desk desk, OrderId id)
    {
        foreach (var happened in desk.Journal)
        {
            if (happened.Kind == AccountEventKind.ParentEnded && happened.ParentEnded() is var ended && ended.Parent == id)
                return ended;
        }

        return null;
    }

    public static ParentEnded Ended(this Desk desk, OrderId id) => desk.Ending(id) ?? throw new InvalidOperationException($"parent {id} has not ended");

    public static OrderAccepted[] Children(this Desk desk, OrderId id) =>
        [.. desk.Journal.Where(e => e.Kind == AccountEventKind.OrderAccepted).Select(e => e.OrderAccepted()).Where(o => o.Role == OrderRole.Single && o.Intent.Parent == id)];

    /// <summary>Quotes of the same prices each second until the parent ends, at most an hour.</summary>
    public static void RunOut(this Desk desk, OrderId id, decimal bid = 100m, decimal ask = 100.5m, decimal size = 0m)
    {
        for (var second = 0; second < 3_700 && desk.Ending(id) is null; second++)
            desk.Quote(bid, ask, size: size);
    }
}
