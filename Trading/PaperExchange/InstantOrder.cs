using System.Runtime.InteropServices;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>The stages of one instant, in their order.</summary>
public enum InstantStage
{
    Funding,
    Quotes,
    Triggers,
    Agents,
}

/// <summary>Something that is to happen at an instant; build it by the factories.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct InstantEntry(DateTimeOffset At, InstantStage Stage, Symbol Symbol, OrderId Order, string Agent)
{
    public static InstantEntry Funding(DateTimeOffset at, Symbol symbol) => new(at, InstantStage.Funding, symbol, default, string.Empty);

    public static InstantEntry Quote(DateTimeOffset at, Symbol symbol) => new(at, InstantStage.Quotes, symbol, default, string.Empty);

    public static InstantEntry Trigger(DateTimeOffset at, OrderId order) => new(at, InstantStage.Triggers, default, order, string.Empty);

    public static InstantEntry Decision(DateTimeOffset at, AgentKey agent) => new(at, InstantStage.Agents, default, default, agent.ToString());
}

/// <summary>
/// The one order of events that every engine keeps: by time; at one instant funding by symbol, quotes by symbol, triggers by order id,
/// agents by key (ordinal).
/// </summary>
public static class InstantOrder
{
    public static int Compare(in InstantEntry one, in InstantEntry other)
    {
        var order = one.At.CompareTo(other.At);
        if (order == 0)
            order = one.Stage.CompareTo(other.Stage);
        if (order == 0)
            order = one.Symbol.CompareTo(other.Symbol);
        if (order == 0)
            order = one.Order.CompareTo(other.Order);
        return order == 0 ? string.CompareOrdinal(one.Agent, other.Agent) : order;
    }
}
