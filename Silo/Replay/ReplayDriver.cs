using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Silo.Replay;

/// <summary>
/// Plays checked market data into the grains, setting the clock by it. The next event is put on the agenda when the one before it has
/// been dealt with, triggers included, so that the order of the design holds at every instant.
/// </summary>
internal sealed class ReplayDriver(IVirtualRun run, IGrainFactory grains, IReplaySource source, string venue)
{
    /// <summary>A replay is its symbols' only feed.</summary>
    public const long Epoch = 1;

    private readonly Dictionary<Symbol, (string Key, ISymbolGrain Grain)> _symbols = source.Symbols.ToDictionary(
        symbol => symbol,
        symbol => (symbol.Value, grains.Symbol(new SymbolKey(venue, symbol))));

    /// <summary>Plays to the end of the last bar.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two events.</exception>
    public void Play(CancellationToken cancellation)
    {
        using var events = source.Events().GetEnumerator();
        Next(events, cancellation);
        run.RunUntil(source.End);
    }

    private void Next(IEnumerator<MarketEvent> events, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!events.MoveNext())
            return;
        var happened = events.Current;
        var (key, grain) = _symbols[happened.Symbol];
        run.Schedule(happened.At, Priorities.Market, key, async () =>
        {
            var receipt = await grain.OnMarket([happened], Epoch);
            if (receipt != MarketReceipt.Taken)
                throw new InvalidOperationException($"{happened.Symbol} answered {receipt} to the replay at {happened.At:O}");
            Next(events, cancellation);
        });
    }
}
