using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Silo.Replay;

/// <summary>
/// Plays checked market data into the grains, setting the clock by it. The next event comes when the one before it has been dealt with,
/// triggers included, so that the order of the design holds at every instant.
/// </summary>
internal sealed class ReplayDriver(IVirtualRun run, IGrainFactory grains, IReplaySource source, string venue)
{
    /// <summary>A replay is its symbols' only feed.</summary>
    public const long Epoch = 1;

    private readonly Dictionary<Symbol, ISymbolGrain> _symbols = source.Symbols.ToDictionary(
        symbol => symbol,
        symbol => grains.Symbol(new SymbolKey(venue, symbol)));

    /// <summary>Plays to the end of the last bar.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two events.</exception>
    public void Play(CancellationToken cancellation)
    {
        using var identity = Caller.AsService();
        run.Play(source.Events(), static happened => happened.At, Send, RefuseUntaken, cancellation);
        run.RunUntil(source.End);
    }

    private Task<MarketReceipt> Send(MarketEvent happened) => _symbols[happened.Symbol].OnMarket([happened], Epoch);

    private static void RefuseUntaken(MarketEvent happened, MarketReceipt receipt)
    {
        if (receipt != MarketReceipt.Taken)
            throw new InvalidOperationException($"{happened.Symbol} answered {receipt} to the replay at {happened.At:O}");
    }
}
