using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// On balance volume (Granville), in base currency: starts at 0 with the first bar, then the bar's volume is added when the close rose
/// and subtracted when it fell. Its level depends on the first bar; only its changes mean something.
/// </summary>
internal sealed class Obv : Indicator
{
    private readonly Accumulator _balance;
    private readonly Cell _close;

    public Obv()
        : base(1, "obv")
    {
        _balance = Keep(new Accumulator());
        _close = Keep(new Cell());
    }

    private protected override Indicator Fresh() => new Obv();

    private protected override void OnBar(in Bar bar)
    {
        if (bar.Close > _close.Value)
            _balance.Add(bar.Volume);
        else if (bar.Close < _close.Value)
            _balance.Add(-bar.Volume);
        _close.Value = bar.Close;
        Set(0, _balance.Total);
    }
}
