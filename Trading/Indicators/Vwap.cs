using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Volume weighted average of the typical price (high + low + close) / 3, in the unit of the price, over the bars of the current session:
/// sessions are <c>session</c> minutes long, counted from the Unix epoch (1440: from midnight UTC); 0 means one endless session from the
/// first bar. NaN while the session has no volume.
/// </summary>
internal sealed class Vwap : Indicator
{
    private readonly int _sessionMinutes;
    private readonly Accumulator _money;
    private readonly Accumulator _volume;
    private readonly Cell _session;

    public Vwap(int sessionMinutes)
        : base(1, "vwap")
    {
        _sessionMinutes = sessionMinutes;
        _money = Keep(new Accumulator());
        _volume = Keep(new Accumulator());
        _session = Keep(new Cell());
    }

    private protected override Indicator Fresh() => new Vwap(_sessionMinutes);

    private protected override void OnBar(in Bar bar)
    {
        if (_sessionMinutes > 0)
        {
            var session = bar.Start.UtcTicks / (_sessionMinutes * TimeSpan.TicksPerMinute);
            if (session != _session.Value)
            {
                _money.Reset();
                _volume.Reset();
                _session.Value = session;
            }
        }

        _money.Add(bar.Volume * (bar.High + bar.Low + bar.Close) / 3);
        _volume.Add(bar.Volume);
        Set(0, _volume.Total == 0 ? double.NaN : _money.Total / _volume.Total);
    }
}
