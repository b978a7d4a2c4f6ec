namespace OrleansTrader.Trading.Markets;

/// <summary>Prices over one interval, exact, as kept and shown. Prices in quote currency.</summary>
/// <param name="Start">Start of the interval, UTC; the candle covers <c>[Start, Start + interval)</c>.</param>
/// <param name="Volume">Traded volume in base currency.</param>
public readonly record struct Candle(DateTimeOffset Start, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume)
{
    public Bar ToBar() => new(Start, (double)Open, (double)High, (double)Low, (double)Close, (double)Volume);
}

/// <summary>A candle in binary floating point: what indicators and statistics read.</summary>
public readonly record struct Bar(DateTimeOffset Start, double Open, double High, double Low, double Close, double Volume);
