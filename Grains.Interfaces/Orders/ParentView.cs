using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Grains.Orders;

/// <summary>A parent order in force, or one that ended lately. Quantities in base currency.</summary>
/// <param name="Id">From the same count as orders; its children name it.</param>
/// <param name="Children">Orders that it made so far.</param>
/// <param name="NextAt">When it is looked at next, whatever prices do; null once it has ended.</param>
/// <param name="EndedAt">Null while it is in force.</param>
/// <param name="Reason">Why it ended; none while it is in force.</param>
/// <param name="Refusal">Why a child was refused, where that ended it; none otherwise.</param>
/// <param name="Report">What it cost against the arrival price: so far at the last child's mid, or in the end.</param>
public sealed record ParentView(
    OrderId Id,
    ParentIntent Intent,
    decimal Quantity,
    DateTimeOffset AcceptedAt,
    DateTimeOffset EndsAt,
    int Children,
    DateTimeOffset? NextAt,
    DateTimeOffset? EndedAt,
    ParentEndReason Reason,
    RefusalCode Refusal,
    ShortfallReport Report)
{
    public static ParentView Of(ParentOrder parent) => new(
        parent.Id, parent.Intent, parent.Quantity, parent.AcceptedAt, parent.EndsAt, parent.Children, parent.NextAt, null,
        ParentEndReason.None, RefusalCode.None, parent.ReportAt(parent.Mid));

    public bool IsOpen => EndedAt is null;
}
