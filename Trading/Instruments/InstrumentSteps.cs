using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Instruments;

/// <summary>Prices onto the tick, quantities onto the lot. Order prices are rounded so, feed prices never.</summary>
public static class InstrumentSteps
{
    // Far below any price, far inside what a decimal can multiply.
    private const double MagnitudeMax = 1e15;

    /// <summary>The largest multiple of the step that is not above the value.</summary>
    public static decimal Floor(decimal value, decimal step) => decimal.Floor(value / step) * step;

    /// <summary>The smallest multiple of the step that is not below the value.</summary>
    public static decimal Ceiling(decimal value, decimal step) => decimal.Ceiling(value / step) * step;

    /// <summary>The nearest multiple of the step, halves away from zero.</summary>
    public static decimal Nearest(decimal value, decimal step) => decimal.Round(value / step, MidpointRounding.AwayFromZero) * step;

    public static decimal PriceNearest(this Instrument instrument, decimal price) => Nearest(price, instrument.TickSize);

    /// <summary>On the tick and no better for the order's owner's counterparty: buys are rounded down, sells up.</summary>
    public static decimal PricePassive(this Instrument instrument, decimal price, Side side) =>
        side == Side.Buy ? Floor(price, instrument.TickSize) : Ceiling(price, instrument.TickSize);

    /// <summary>
    /// An indicator's price as an order price: the nearest tick, halves away from zero, at least one tick. Null where the number is no
    /// price (NaN, infinite, not positive). The same bits give the same price on every machine.
    /// </summary>
    public static decimal? PriceFrom(this Instrument instrument, double price) =>
        price > 0 && price < MagnitudeMax
            ? Math.Max(instrument.PriceNearest((decimal)price), instrument.TickSize)
            : null;

    /// <summary>Towards zero onto the lot.</summary>
    public static decimal QuantityDown(this Instrument instrument, decimal quantity) =>
        quantity >= 0m ? Floor(quantity, instrument.LotSize) : -Floor(-quantity, instrument.LotSize);

    public static bool IsOnTick(this Instrument instrument, decimal price) => price % instrument.TickSize == 0m;

    public static bool IsOnLot(this Instrument instrument, decimal quantity) => quantity % instrument.LotSize == 0m;

    /// <summary>Whether an opening order of that absolute quantity at that price is within the instrument's minimum and maximum.</summary>
    public static bool IsTradable(this Instrument instrument, decimal quantity, decimal price) =>
        quantity >= instrument.QuantityMin && quantity <= instrument.QuantityMax && quantity * price >= instrument.NotionalMin
        && instrument.IsOnLot(quantity);
}
