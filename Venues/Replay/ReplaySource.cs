using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>Merges the symbols' tapes into one stream, by time.</summary>
internal sealed class ReplaySource : IReplaySource
{
    private readonly ReplayTape[] _tapes;
    private readonly (long Ticks, int Tape, decimal Rate)[] _funding;

    /// <param name="tapes">By symbol, ascending.</param>
    public ReplaySource(ReplayTape[] tapes, TimeSpan length, ReplayReport report)
    {
        _tapes = tapes;
        BarLength = length;
        Report = report;
        Symbols = [.. tapes.Select(t => t.Symbol)];
        Start = At(tapes.Min(t => t.Bars[0].StartTicks));
        End = At(tapes.Max(t => t.Bars[^1].StartTicks)) + length;
        Bars = tapes.Sum(t => t.Bars.Length);
        _funding = [.. tapes.SelectMany((t, i) => t.Funding.Select(f => (f.Ticks, Tape: i, f.Rate))).OrderBy(f => f.Ticks).ThenBy(f => f.Tape)];
    }

    public ImmutableArray<Symbol> Symbols { get; }

    public TimeSpan BarLength { get; }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public int Bars { get; }

    public ReplayReport Report { get; }

    public bool HasFunding(Symbol symbol) => Tape(symbol) is { Funding.Count: > 0 };

    public ReplayTape? Tape(Symbol symbol) => Array.Find(_tapes, t => t.Symbol == symbol);

    public IEnumerable<MarketEvent> Events()
    {
        var cursors = new BarCursor[_tapes.Length];
        for (var i = 0; i < cursors.Length; i++)
            cursors[i] = new BarCursor(_tapes[i], BarLength);
        var funded = 0;
        while (true)
        {
            var next = -1;
            for (var i = 0; i < cursors.Length; i++)
            {
                if (cursors[i].NextTicks < (next < 0 ? long.MaxValue : cursors[next].NextTicks))
                    next = i;
            }

            var until = next < 0 ? long.MaxValue : cursors[next].NextTicks;
            for (; funded < _funding.Length && _funding[funded].Ticks <= until; funded++)
            {
                var (ticks, tape, rate) = _funding[funded];
                yield return new FundingRate(_tapes[tape].Symbol, At(ticks), rate, cursors[tape].Mark, FundingSource.Feed);
            }

            if (next < 0)
                yield break;
            yield return cursors[next].Take();
        }
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
