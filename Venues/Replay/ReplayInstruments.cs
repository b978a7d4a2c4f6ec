using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues.Simulated;

namespace OrleansTrader.Venues.Replay;

/// <summary>Trading terms for recorded data, which has none of its own.</summary>
internal static class ReplayInstruments
{
    /// <summary>Funding comes from the files where they have it; otherwise it is estimated.</summary>
    public static Instrument Of(ReplayTape tape)
    {
        var instrument = SimulatedInstruments.Of(tape.Symbol);
        return instrument with
        {
            Funding = instrument.Funding with { Source = tape.Funding.Count > 0 ? FundingSource.Feed : FundingSource.Heuristic },
        };
    }
}
