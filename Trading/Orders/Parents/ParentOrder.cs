using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>Why a parent order ended.</summary>
public enum ParentEndReason
{
    None,
    Filled,
    Requested,
    Halted,
    Liquidation,

    /// <summary>Reduce-only, and the position is gone.</summary>
    PositionClosed,

    /// <summary>An exit of what it had bought was triggered.</summary>
    ExitTriggered,

    /// <summary>Its time was over; the rest was not wanted, or could not be had at an allowed price.</summary>
    Deadline,

    /// <summary>What is left is less than can be traded.</summary>
    RemainderTooSmall,

    /// <summary>A child was refused; the refusal's code says why.</summary>
    Refused,

    /// <summary>A child's fill was beyond the margin.</summary>
    Margin,

    /// <summary>A child's fill was beyond a limit of the account.</summary>
    RiskLimit,

    /// <summary>It had made as many children as a parent may.</summary>
    TooManyChildren,
}

/// <summary>A parent order in force: what was asked, and how far it has come. All of it follows from the journal.</summary>
/// <param name="Id">From the same count as orders.</param>
/// <param name="Quantity">In base currency, on the lot.</param>
/// <param name="ArrivalPrice">The mid when it was accepted: what the shortfall is measured against.</param>
/// <param name="EndsAt">Its deadline.</param>
/// <param name="Step">Slices released, reposts made or parts shown.</param>
/// <param name="Tries">How often the rest was taken anew.</param>
/// <param name="Children">How many children it made.</param>
/// <param name="IsTaking">The present child takes; otherwise it rests.</param>
/// <param name="Child">The child made last, which may be over; null where the last step made none.</param>
/// <param name="Mid">The mid when that child was made.</param>
/// <param name="NextAt">When it is to be looked at again, whatever the prices do.</param>
/// <param name="SeenSequence">The quote of its last step.</param>
/// <param name="Filled">In base currency.</param>
/// <param name="FilledNotional">Sum of price × quantity of the children's fills.</param>
/// <param name="ReferenceNotional">The same at the mid of the instant that each child was made at.</param>
/// <param name="Fees">Of the children's fills.</param>
public sealed record ParentOrder(
    OrderId Id,
    ParentIntent Intent,
    decimal Quantity,
    decimal ArrivalPrice,
    DateTimeOffset AcceptedAt,
    DateTimeOffset EndsAt,
    int Step,
    int Tries,
    int Children,
    bool IsTaking,
    OrderId? Child,
    decimal Mid,
    DateTimeOffset NextAt,
    long SeenSequence,
    DateTimeOffset SeenAt,
    decimal Filled,
    decimal FilledNotional,
    decimal ReferenceNotional,
    decimal Fees)
{
    /// <summary>Most parents of one account at once.</summary>
    public const int CountMax = 16;

    /// <summary>Most children of one parent.</summary>
    public const int ChildrenMax = 1_000;

    public Symbol Symbol => Intent.Symbol;

    public Side Side => Intent.Side;

    public decimal Remaining => Quantity - Filled;

    /// <summary>Signed so that a cost is positive; see <see cref="ShortfallReport"/>.</summary>
    public ShortfallReport ReportAt(decimal endPrice)
    {
        var sign = Side.Sign();
        return new ShortfallReport(
            ArrivalPrice, endPrice, Quantity, Filled, FilledNotional,
            (ReferenceNotional - Amounts.Round(Filled * ArrivalPrice)) * sign,
            (FilledNotional - ReferenceNotional) * sign,
            Fees,
            Amounts.Round(Remaining * (endPrice - ArrivalPrice)) * sign);
    }
}

/// <summary>
/// Implementation shortfall (Perold 1988, The implementation shortfall: paper versus reality): what the order cost against a paper trade of
/// the whole quantity at the arrival price. With arrival a, end e, fills (q, p), and m the mid when each fill's child was made, for a buy:
/// delay <c>Σ q·(m − a)</c>, impact <c>Σ q·(p − m)</c>, fees, opportunity <c>(asked − filled)·(e − a)</c>; a sale turns the signs.
/// The split of the executed part into delay and impact is Wagner and Edwards' (1993). In quote currency; positive is a cost.
/// </summary>
/// <param name="EndPrice">The mid when it ended.</param>
/// <param name="Asked">In base currency.</param>
/// <param name="Filled">In base currency.</param>
/// <param name="FilledNotional">Sum of price × quantity.</param>
public sealed record ShortfallReport(
    decimal ArrivalPrice,
    decimal EndPrice,
    decimal Asked,
    decimal Filled,
    decimal FilledNotional,
    decimal Delay,
    decimal Impact,
    decimal Fees,
    decimal Opportunity)
{
    public decimal Total => Delay + Impact + Fees + Opportunity;

    public decimal? AveragePrice => Filled == 0m ? null : FilledNotional / Filled;

    /// <summary>An amount in hundredths of a percent of the paper trade.</summary>
    public decimal BpsOf(decimal amount) => Asked * ArrivalPrice is > 0m and var paper ? amount / paper * 10_000m : 0m;

    public decimal TotalBps => BpsOf(Total);
}
