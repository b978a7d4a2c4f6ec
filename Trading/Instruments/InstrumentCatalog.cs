using System.Collections.Immutable;

namespace OrleansTrader.Trading.Instruments;

/// <summary>
/// Instruments by symbol: those of a file, else built-in ones (BTC, ETH, SOL, DOGE, XRP, AVAX against any quote currency), else made up by
/// rule, so that a symbol's name is all that a new one needs.
/// </summary>
/// <remarks>
/// The rule for other symbols: the start price comes from a fixed hash of the name, between 0.01 and 1,000; tick and lot come from a price's
/// magnitude (<see cref="FromPrice"/>). The same name gives the same instrument everywhere.
/// </remarks>
public sealed class InstrumentCatalog
{
    private static readonly FeeSchedule DefaultFees = new(Maker: 0.0002m, Taker: 0.00055m, Liquidation: 0.005m);
    private static readonly FundingRule DefaultFunding = new(FundingSource.Heuristic, TimeSpan.FromHours(8), 0.0001m);

    private static readonly ImmutableArray<MarginTier> MajorTiers = MarginTable.Continuous(
        (2_000_000m, 0.005m, 100m), (10_000_000m, 0.01m, 50m), (50_000_000m, 0.025m, 20m), (200_000_000m, 0.05m, 10m));

    private static readonly ImmutableArray<MarginTier> MinorTiers = MarginTable.Continuous(
        (200_000m, 0.01m, 50m), (1_000_000m, 0.025m, 20m), (5_000_000m, 0.05m, 10m), (20_000_000m, 0.1m, 5m));

    private static readonly ImmutableDictionary<string, SimulatedParameters> KnownBases = new Dictionary<string, SimulatedParameters>(StringComparer.Ordinal)
    {
        ["BTC"] = new(60_000m, 0.55, 0.90, 1m, 20_000_000_000m),
        ["ETH"] = new(3_000m, 0.70, 0.85, 1.5m, 10_000_000_000m),
        ["SOL"] = new(150m, 0.95, 0.75, 2m, 3_000_000_000m),
        ["DOGE"] = new(0.12m, 1.10, 0.65, 3m, 1_000_000_000m),
        ["XRP"] = new(0.55m, 0.85, 0.65, 2.5m, 1_500_000_000m),
        ["AVAX"] = new(30m, 1.00, 0.70, 3m, 500_000_000m),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<Symbol, Instrument> _given;
    private readonly ImmutableSortedDictionary<Symbol, SimulatedParameters> _simulated;

    public InstrumentCatalog(IEnumerable<Instrument> given)
        : this(given, [])
    {
    }

    public InstrumentCatalog(IEnumerable<Instrument> given, IEnumerable<KeyValuePair<Symbol, SimulatedParameters>> simulated)
    {
        _given = given.ToImmutableSortedDictionary(static i => i.Symbol, static i => i);
        _simulated = simulated.ToImmutableSortedDictionary();
    }

    /// <summary>The built-in instruments and the rule, without a file.</summary>
    public static InstrumentCatalog Default { get; } = new([]);

    /// <summary>The symbols that were given, e.g. by a file.</summary>
    public IEnumerable<Symbol> Given => _given.Keys;

    public Instrument Get(Symbol symbol) =>
        _given.TryGetValue(symbol, out var instrument) ? instrument : FromPrice(symbol, Simulated(symbol).StartPrice);

    public SimulatedParameters Simulated(Symbol symbol) =>
        _simulated.TryGetValue(symbol, out var given) ? given
        : KnownBases.TryGetValue(symbol.Base, out var known) ? known
        : new SimulatedParameters(InventedPrice(symbol.Base), 1.0, 0.6, 4m, 200_000_000m);

    /// <summary>
    /// An instrument for a market whose price is about <paramref name="price"/>: a tick of the fifth significant digit and a lot worth
    /// between 0.1 and 1 of the quote currency.
    /// </summary>
    public static Instrument FromPrice(Symbol symbol, decimal price)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        var leading = 1m;
        while (leading * 10m <= price)
            leading *= 10m;
        while (leading > price)
            leading /= 10m;
        var tick = leading / 10_000m;
        var lot = 0.1m / leading;
        var tiers = symbol.Base is "BTC" or "ETH" ? MajorTiers : MinorTiers;
        return new Instrument(
            symbol, Trimmed(tick), Trimmed(lot), Trimmed(lot), InstrumentSteps.Floor(tiers[^1].NotionalMax / price, lot), NotionalMin: 5m,
            tiers[0].LeverageMax, DefaultFees, DefaultFunding, tiers);
    }

    /// <summary>What is wrong with an instrument, by field.</summary>
    /// <param name="path">Prefix of field names, e.g. <c>instruments[0]</c>.</param>
    public static ImmutableArray<FieldError> Validate(Instrument instrument, string path)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        Check(instrument.TickSize > 0m, "tickSize", instrument.TickSize, "must be above 0");
        Check(instrument.LotSize > 0m, "lotSize", instrument.LotSize, "must be above 0");
        if (errors.Count == 0)
        {
            Check(
                instrument.QuantityMin > 0m && instrument.IsOnLot(instrument.QuantityMin), "quantityMin", instrument.QuantityMin,
                "must be above 0 and a multiple of lotSize");
            Check(
                instrument.QuantityMax >= instrument.QuantityMin && instrument.IsOnLot(instrument.QuantityMax), "quantityMax", instrument.QuantityMax,
                "must be at least quantityMin and a multiple of lotSize");
        }

        Check(instrument.NotionalMin >= 0m, "notionalMin", instrument.NotionalMin, "must not be negative");
        Check(instrument.LeverageMax >= 1m, "leverageMax", instrument.LeverageMax, "must be at least 1");
        Check(decimal.Abs(instrument.Fees.Maker) < 0.1m, "fees.maker", instrument.Fees.Maker, "is a share of notional: give e.g. 0.0002");
        Check(instrument.Fees.Taker is >= 0m and < 0.1m, "fees.taker", instrument.Fees.Taker, "is a share of notional: give e.g. 0.00055");
        Check(instrument.Fees.Liquidation is >= 0m and < 0.1m, "fees.liquidation", instrument.Fees.Liquidation, "is a share of notional: give e.g. 0.005");
        Check(
            instrument.Funding.Interval >= TimeSpan.FromMinutes(1) && TimeSpan.TicksPerDay % instrument.Funding.Interval.Ticks == 0,
            "funding.intervalMinutes", (decimal)instrument.Funding.Interval.TotalMinutes, "must divide a day, e.g. 480");
        Check(decimal.Abs(instrument.Funding.Rate) < 0.1m, "funding.rate", instrument.Funding.Rate, "is a share an interval: give e.g. 0.0001");
        errors.AddRange(MarginTable.Validate(instrument.Tiers, $"{path}.tiers"));
        return errors.ToImmutable();

        void Check(bool holds, string field, decimal value, string remedy)
        {
            if (!holds)
                errors.Add(new FieldError($"{path}.{field}", FieldError.Text(value), remedy));
        }
    }

    // FNV-1a, 32 bits: fixed for good, unlike the platform's string hash.
    private static decimal InventedPrice(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16_777_619u);
        var mantissa = 1m + (hash % 900u / 100m);
        var price = 0.01m * mantissa;
        for (var i = 0u; i < hash / 900u % 5u; i++)
            price *= 10m;
        return Trimmed(price);
    }

    // Division keeps trailing zeros in a decimal's scale; without them equal steps also print the same.
    private static decimal Trimmed(decimal value) => value / 1.0000000000000000000000000000m;
}
