using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Venues.Simulated;

/// <summary>
/// One symbol of the simulated market: everything is a function of seed and time. Not safe for two threads at once: it remembers where
/// it looked last.
/// </summary>
internal sealed class SimulatedMarket
{
    /// <summary>Distance of quotes: 4.4 a second.</summary>
    public const long TickMs = 225;

    /// <summary>A trade at each second tick.</summary>
    public const long TicksPerTrade = 2;

    /// <summary>A book at each fourth tick.</summary>
    public const long TicksPerBook = 4;

    public const int BookLevels = 20;

    public static readonly TimeSpan FundingInterval = TimeSpan.FromHours(8);

    private readonly Symbol _symbol;
    private readonly SimulatedProfile _profile;
    private readonly RegimeTrack _marketTrack;
    private readonly RegimeTrack _ownTrack;
    private readonly FractalPath _marketPath;
    private readonly FractalPath _ownPath;
    private readonly FractalPath.Cursor _marketCursor = new();
    private readonly FractalPath.Cursor _ownCursor = new();
    private readonly ulong _sizes;
    private readonly ulong _trades;
    private readonly ulong _funding;
    private readonly ulong _interest;
    private readonly long _phaseMs;
    private readonly double _price;
    private readonly double _tick;

    public SimulatedMarket(ulong seed, Symbol symbol, InstrumentCatalog catalog)
    {
        _symbol = symbol;
        _profile = SimulatedProfile.Of(catalog, symbol);
        _price = (double)_profile.Price;
        _tick = (double)_profile.Tick;
        var market = Chance.Key(seed, "market");
        var own = Chance.Key(seed, symbol.Value);
        _marketTrack = new RegimeTrack(market, SimulatedProfile.MarketDailySigma * 0.25, 0.008);
        _ownTrack = new RegimeTrack(own, _profile.DailySigma * 0.25, _profile.DailySigma * 0.4);
        _marketPath = new FractalPath(market, SimulatedProfile.MarketDailySigma, _marketTrack);
        _ownPath = new FractalPath(own, _profile.DailySigma, _ownTrack);
        _sizes = Chance.Key(own, 21);
        _trades = Chance.Key(own, 22);
        _funding = Chance.Key(own, 23);
        _interest = Chance.Key(own, 24);
        _phaseMs = (long)(Chance.Bits(own, 25) % (ulong)TickMs);
    }

    /// <summary>Number of the first tick at or after an instant; ticks are numbered from the Unix epoch, so a restart goes on counting.</summary>
    public long FirstTickFrom(long ms) => Chance.FloorDivide(ms - _phaseMs + TickMs - 1, TickMs);

    public long TimeOfTick(long tick) => (tick * TickMs) + _phaseMs;

    /// <summary>The market's regime at an instant; a symbol's own noise comes on top.</summary>
    public SimulatedRegime Regime(long ms) => _marketTrack.Regime(Chance.FloorDivide(ms, RegimeTrack.BlockMs));

    /// <summary>The fair price at an instant, unrounded.</summary>
    public double Price(long ms) =>
        _price * DeterministicMath.Exp(
            (_profile.Beta * (_marketPath.At(ms, _marketCursor) + _marketTrack.LogPrice(ms)))
            + _ownPath.At(ms, _ownCursor) + _ownTrack.LogPrice(ms));

    /// <summary>Bid and ask in ticks; the spread widens with the regime's roughness and for 90 s after a jump.</summary>
    public (long Bid, long Ask) Touch(long ms)
    {
        var price = Price(ms);
        var half = price * _profile.SpreadBps * 0.5e-4 * Strain(ms);
        var bid = (long)Math.Floor((price - half) / _tick);
        var ask = (long)Math.Ceiling((price + half) / _tick);
        bid = Math.Max(bid, 1);
        return (bid, Math.Max(ask, bid + 1));
    }

    public Quote QuoteAt(long tick)
    {
        var ms = TimeOfTick(tick);
        var (bid, ask) = Touch(ms);
        return new Quote(
            _symbol, At(ms), bid * _profile.Tick, TouchSize(tick, 0), ask * _profile.Tick, TouchSize(tick, 1), tick, tick)
        {
            VenueMark = Mark(ms),
        };
    }

    /// <summary>The trade of a tick, if it has one.</summary>
    public MarketTrade? TradeAt(long tick)
    {
        if (tick % TicksPerTrade != 0)
            return null;
        var ms = TimeOfTick(tick);
        var (bid, ask) = Touch(ms);
        var number = tick / TicksPerTrade;
        var side = (Chance.Bits(_trades, number) & 1) == 0 ? Side.Buy : Side.Sell;
        return new MarketTrade(
            _symbol, At(ms), number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            (side == Side.Buy ? ask : bid) * _profile.Tick, TradeLots(number, TradeScale(ms)) * _profile.Lot, side, number);
    }

    public Book BookAt(long tick)
    {
        var ms = TimeOfTick(tick);
        var (bid, ask) = Touch(ms);
        var bids = ImmutableArray.CreateBuilder<BookLevel>(BookLevels);
        var asks = ImmutableArray.CreateBuilder<BookLevel>(BookLevels);
        var step = Math.Max(1, (long)Math.Round(bid * _profile.SpreadBps * 0.5e-4));
        for (var level = 0; level < BookLevels && bid - (level * step) > 0; level++)
        {
            bids.Add(new BookLevel((bid - (level * step)) * _profile.Tick, LevelSize(tick, level, 0)));
            asks.Add(new BookLevel((ask + (level * step)) * _profile.Tick, LevelSize(tick, level, 1)));
        }

        return new Book(_symbol, At(ms), bids.DrainToImmutable(), asks.DrainToImmutable(), tick / TicksPerBook);
    }

    /// <summary>A minute that starts at <paramref name="startMs"/>: prices from 13 samples 5 s apart, both edges included; all its trades' volume.</summary>
    public Candle Minute(long startMs)
    {
        const long step = 5_000;
        var volume = 0L;
        for (var number = Trade(startMs); TimeOfTick(number * TicksPerTrade) < startMs + 60_000; number++)
            volume += TradeLots(number, TradeScale(startMs));
        return Sampled(startMs, step, 60_000, volume * _profile.Lot);
    }

    /// <summary>A long candle: prices from samples five minutes apart, both edges included; volume of each tenth minute, times ten.</summary>
    public Candle Coarse(long startMs, long lengthMs)
    {
        const long step = 300_000;
        var volume = 0L;
        for (var minute = startMs; minute < startMs + lengthMs; minute += 600_000)
        {
            for (var number = Trade(minute); TimeOfTick(number * TicksPerTrade) < minute + 60_000; number++)
                volume += TradeLots(number, TradeScale(minute));
        }

        return Sampled(startMs, step, lengthMs, volume * 10 * _profile.Lot);
    }

    /// <summary>The rate of a funding timestamp: a usual hundredth of a percent, more where the market rose, within ±0.3%.</summary>
    public FundingRate FundingAt(DateTimeOffset due)
    {
        var ms = due.ToUnixTimeMilliseconds();
        return new FundingRate(_symbol, due, FundingRateAt(ms), Mark(ms), FundingSource.Feed);
    }

    /// <summary>The rate that the next funding timestamp would have if it were due now.</summary>
    public FundingEstimate EstimateAt(long ms)
    {
        var length = (long)FundingInterval.TotalMilliseconds;
        var due = (Chance.FloorDivide(ms, length) + 1) * length;
        return new FundingEstimate(_symbol, At(ms), FundingRateAt(ms), At(due));
    }

    /// <summary>Open contracts: wandering straight between hourly heights, within ±35% of a fifth of a day's volume.</summary>
    public OpenInterest InterestAt(long ms)
    {
        const long hour = 3_600_000;
        var index = Chance.FloorDivide(ms, hour);
        var part = (ms - (index * hour)) / (double)hour;
        var left = Chance.Gaussian(_interest, index);
        var height = left + ((Chance.Gaussian(_interest, index + 1) - left) * part);
        var lots = _profile.TouchNotional * 20_000 / _price / (double)_profile.Lot * (1 + (0.1 * height));
        return new OpenInterest(_symbol, At(ms), (long)lots * _profile.Lot);
    }

    private long Trade(long ms) => Chance.FloorDivide(FirstTickFrom(ms) + TicksPerTrade - 1, TicksPerTrade);

    private Candle Sampled(long startMs, long step, long lengthMs, decimal volume)
    {
        var open = Middle(startMs);
        long high = open, low = open, close = open;
        for (var ms = startMs + step; ms <= startMs + lengthMs; ms += step)
        {
            close = Middle(ms);
            high = Math.Max(high, close);
            low = Math.Min(low, close);
        }

        var half = _profile.Tick / 2m;
        return new Candle(At(startMs), open * half, high * half, low * half, close * half, volume);
    }

    /// <summary>The mid in half ticks.</summary>
    private long Middle(long ms)
    {
        var (bid, ask) = Touch(ms);
        return bid + ask;
    }

    /// <summary>The mark: the fair price two seconds ago and now, averaged, so that it follows more calmly than the quote.</summary>
    private decimal Mark(long ms)
    {
        var mark = (Price(ms - 2_000) + Price(ms)) * 0.5;
        return Math.Max(1, (long)Math.Round(mark / _tick)) * _profile.Tick;
    }

    private double Strain(long ms)
    {
        var block = Chance.FloorDivide(ms, RegimeTrack.BlockMs);
        var rough = RegimeTrack.Roughness(_marketTrack.Regime(block)) + RegimeTrack.Roughness(_ownTrack.Regime(block));
        return (rough * 0.5) + (4 * Math.Max(_marketTrack.Shock(ms), _ownTrack.Shock(ms)));
    }

    private double TradeScale(long ms) => RegimeTrack.Roughness(Regime(ms)) * _profile.TradeNotional / _price / (double)_profile.Lot;

    /// <summary>Size of a numbered trade in lots: many small ones, few large.</summary>
    private long TradeLots(long number, double scale)
    {
        var unit = Chance.Unit(_trades, number);
        return 1 + (long)(scale * 5 * unit * unit * unit);
    }

    private decimal TouchSize(long tick, int side) => LevelSize(tick, 0, side);

    private decimal LevelSize(long tick, int level, int side)
    {
        var unit = Chance.Unit(_sizes, (tick * 64) + (level * 2) + side);
        var lots = _profile.TouchNotional / _price / (double)_profile.Lot * (0.2 + (1.6 * unit)) * (1 + (0.35 * level));
        return (1 + (long)lots) * _profile.Lot;
    }

    private decimal FundingRateAt(long ms)
    {
        var rise = _marketPath.At(ms, _marketCursor) - _marketPath.At(ms - 28_800_000, _marketCursor);
        var noise = Chance.Gaussian(_funding, Chance.FloorDivide(ms, 28_800_000));
        var rate = Math.Clamp(0.0001 + (0.006 * rise) + (0.00004 * noise), -0.003, 0.003);
        return (long)Math.Round(rate * 1e8) * 0.00000001m;
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
