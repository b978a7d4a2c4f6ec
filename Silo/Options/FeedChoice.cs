using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues;
using OrleansTrader.Venues.Replay;
using OrleansTrader.Venues.Simulated;

namespace OrleansTrader.Silo.Options;

/// <summary>The part of the options that the venues' factory reads.</summary>
internal static class FeedChoice
{
    /// <exception cref="StartupException">An instruments file that cannot be used.</exception>
    public static FeedOptions Of(SiloOptions options) => new()
    {
        Name = options.Feed,
        Instruments = Catalog(options.InstrumentsFile),
        Simulated = new SimulatedOptions { Seed = options.Seed },
        Replay = new ReplayOptions
        {
            Files = options.DataFiles,
            Symbols = options.Symbols,
            // The service's clock itself runs at the speed that was asked for.
            KeepsTime = options.Speed is not null,
            SpreadBps = options.SpreadBps,
            VolumeInQuote = options.VolumeInQuote,
        },
    };

    private static InstrumentCatalog Catalog(string? file)
    {
        if (file is null)
            return InstrumentCatalog.Default;
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"--instruments '{file}' cannot be read: {fault.Message}", fault);
        }

        return InstrumentFile.TryParse(text, out var catalog, out var errors)
            ? catalog
            : throw new StartupException($"--instruments '{file}': {errors[0]}");
    }
}
