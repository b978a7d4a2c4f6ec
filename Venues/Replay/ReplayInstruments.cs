using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Venues.Replay;

/// <summary>Trading terms for recorded data, which has none of its own.</summary>
internal static class ReplayInstruments
{
    /// <summary>
    /// The catalog's, where a file of the user gives them; otherwise steps that suit the data's first price. Funding comes from the
    /// files where they have it; otherwise by the instrument's own rule.
    /// </summary>
    public static Instrument Of(ReplayTape tape, InstrumentCatalog catalog)
    {
        var instrument = catalog.Given.Contains(tape.Symbol)
            ? catalog.Get(tape.Symbol)
            : InstrumentCatalog.FromPrice(tape.Symbol, tape.Bars[0].Bid.Open);
        return tape.Funding.Count > 0 ? instrument with { Funding = instrument.Funding with { Source = FundingSource.Feed } } : instrument;
    }
}
