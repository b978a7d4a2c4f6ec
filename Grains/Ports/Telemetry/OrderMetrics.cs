using System.Diagnostics.Metrics;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>Fills, what becomes of orders, and how long the way to the books takes.</summary>
public static class OrderMetrics
{
    private const string Outcome = "outcome";
    private const string Reason = "reason";

    private static readonly Counter<long> Fills = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.fills", "{fill}", "Fills that are durable, by whether the order rested or took.");

    private static readonly Counter<long> Orders = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.orders", "{order}", "Orders by what became of them: accepted, refused (with the code), filled, cancelled, expired, rejected.");

    private static readonly Histogram<double> Durable = TraderTelemetry.Meter.CreateHistogram(
        "trader.order.durable.duration", "s", "From an order's arrival at its account to the durable answer.", tags: null, Buckets.Work);

    private static readonly Histogram<double> Trigger = TraderTelemetry.Meter.CreateHistogram(
        "trader.trigger.duration", "s", "From the tick that crossed an account's trigger to the account's durable answer.", tags: null, Buckets.Work);

    /// <summary>Whether anybody counts orders and fills.</summary>
    public static bool CountsOrders => Orders.Enabled;

    /// <summary>Whether anybody wants durations: only then is the clock asked.</summary>
    public static bool TimesOrders => Durable.Enabled;

    public static bool TimesTriggers => Trigger.Enabled;

    /// <summary>Counts what a durable commit says of orders and fills.</summary>
    public static void Count(ReadOnlySpan<AccountEvent> events)
    {
        foreach (ref readonly var happened in events)
        {
            switch (happened.Kind)
            {
                case AccountEventKind.OrderFilled:
                    Fills.Add(1, new KeyValuePair<string, object?>("liquidity", happened.OrderFilled().IsMaker ? "maker" : "taker"));
                    break;
                case AccountEventKind.OrderAccepted:
                    Orders.Add(1, new(Outcome, "accepted"), new(Reason, string.Empty));
                    break;
                case AccountEventKind.OrderEnded:
                    var end = happened.OrderEnded();
                    Orders.Add(1, new(Outcome, Words<OrderStatus>.Of(end.Status)), new(Reason, Words<OrderEndReason>.Of(end.Reason)));
                    break;
            }
        }
    }

    /// <summary>Counts orders that a durable commit has filled to the last.</summary>
    public static void CountFilled(int orders)
    {
        if (orders > 0)
            Orders.Add(orders, new(Outcome, "filled"), new(Reason, string.Empty));
    }

    public static void CountRefused(RefusalCode code) => Orders.Add(1, new(Outcome, "refused"), new(Reason, Words<RefusalCode>.Of(code)));

    /// <param name="kind">What was asked: <c>submit</c>, <c>close</c>, <c>amend</c> or <c>cancel</c>.</param>
    public static void RecordDurable(TimeSpan elapsed, string kind) => Durable.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));

    public static void RecordTrigger(TimeSpan elapsed) => Trigger.Record(elapsed.TotalSeconds);
}
