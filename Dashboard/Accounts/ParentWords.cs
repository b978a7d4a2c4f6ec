using System.Globalization;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Dashboard.Accounts;

/// <summary>Parent orders in plain words.</summary>
internal static class ParentWords
{
    public static string Of(ExecutionStyle style) => style switch
    {
        ExecutionStyle.Market => "at the market, again until done",
        ExecutionStyle.LimitAtBest => "resting at the best price",
        ExecutionStyle.Chase => "following the best price",
        ExecutionStyle.Twap => "in even slices (TWAP)",
        ExecutionStyle.Vwap => "in slices by volume (VWAP)",
        _ => "in parts that are shown (iceberg)",
    };

    public static string StateOf(ParentView parent) => parent.Reason switch
    {
        ParentEndReason.None => string.Create(CultureInfo.InvariantCulture, $"in force until {parent.EndsAt.UtcDateTime:HH:mm:ss} UTC"),
        ParentEndReason.Filled => "filled",
        ParentEndReason.Requested => "cancelled",
        ParentEndReason.Halted => "ended by a halt",
        ParentEndReason.Liquidation => "ended by liquidation",
        ParentEndReason.PositionClosed => "ended: the position is closed",
        ParentEndReason.ExitTriggered => "ended: an exit was triggered",
        ParentEndReason.Deadline => "its time is over",
        ParentEndReason.RemainderTooSmall => "ended: the rest is too small to trade",
        ParentEndReason.Refused => $"ended: a part was refused ({parent.Refusal})",
        ParentEndReason.Margin => "ended for want of margin",
        ParentEndReason.RiskLimit => "ended by a limit",
        _ => "ended: too many parts",
    };
}
