using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>
/// Hides which markets and which days a model sees, so that it cannot remember what came next: symbols get other names, all instants move
/// back by the same number of weeks, prices of a symbol are multiplied and its quantities divided by the same number. Money, shares,
/// oscillators and all relations stay as they are, in every cycle alike: the same symbols and seed give the same disguise.
/// </summary>
/// <remarks>
/// Words from outside are left out, because they name names and days; of the last error the numbers are. In reasons and conditions
/// symbols are renamed, and numbers stay: they are the model's own, from the disguise. Nothing hides the shape of a famous crash.
/// </remarks>
internal sealed partial class Anonymiser
{
    private const int WeeksMin = 52;
    private const int WeeksMax = 1_040;

    private readonly ImmutableArray<AnonymousMarket> _markets;
    private readonly TimeSpan _shift;
    private readonly Regex _names;

    /// <param name="symbols">Those of the version; others cannot be disguised.</param>
    /// <param name="seed">E.g. the version's key.</param>
    public Anonymiser(ImmutableArray<Symbol> symbols, string seed)
    {
        // The order of the names says nothing either.
        _markets =
        [
            .. symbols.Distinct().OrderBy(symbol => Convert.ToHexString(AnonymousMarket.HashOf(seed, symbol.Value)), StringComparer.Ordinal)
                .Select((symbol, place) => AnonymousMarket.Of(symbol, place, seed)),
        ];
        var weeks = WeeksMin + (BinaryPrimitives.ReadUInt32LittleEndian(AnonymousMarket.HashOf(seed, "weeks")) % (WeeksMax - WeeksMin));
        _shift = TimeSpan.FromDays(7 * weeks);
        var names = _markets.Select(static m => m.Symbol.Value).Concat(_markets.Select(static m => m.Symbol.Base)).Select(Regex.Escape);
        _names = new Regex($@"\b({string.Join('|', names)})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    /// <exception cref="KeyNotFoundException">The symbol is none of those that it was made for.</exception>
    public AnonymousMarket Of(Symbol symbol) =>
        _markets.FirstOrDefault(m => m.Symbol == symbol) ?? throw new KeyNotFoundException($"{symbol} has no disguise: name it when the anonymiser is made");

    /// <summary>The observation in disguise.</summary>
    /// <exception cref="KeyNotFoundException">It has a symbol that the anonymiser was not made for.</exception>
    public Observation Disguise(Observation seen) => new(
        Moved(seen.At), [.. seen.Symbols.Select(Disguise)], Disguise(seen.Account), [.. seen.LastTrades.Select(Disguise)],
        seen.LastError is { } error ? Digits().Replace(Renamed(error), "#") : null)
    {
        Performance = seen.Performance is { } performance ? performance with { Since = Moved(performance.Since) } : null,
        Lessons = Disguise(seen.Lessons),
    };

    /// <summary>Words with the symbols' other names.</summary>
    public string Disguise(string words) => Renamed(words);

    /// <summary>A decision about the disguise as one about the real markets; its words stay as the model wrote them.</summary>
    /// <exception cref="KeyNotFoundException">It names a symbol that is no disguise.</exception>
    public Decision Reveal(Decision decision) => decision with { Positions = [.. decision.Positions.Select(Reveal)] };

    private SymbolDecision Reveal(SymbolDecision decision)
    {
        var market = _markets.FirstOrDefault(m => m.Alias == decision.Symbol) ?? throw new KeyNotFoundException($"{decision.Symbol} is nobody's disguise");
        return decision with
        {
            Symbol = market.Symbol,
            Quantity = decision.Quantity * market.PriceFactor,
            ExitPlan = Rescaled(decision.ExitPlan, market.QuantityFactor, -_shift),
            Entry = decision.Entry is { } entry
                ? entry with
                {
                    Price = entry.Price * market.QuantityFactor, RangeLow = entry.RangeLow * market.QuantityFactor, RangeHigh = entry.RangeHigh * market.QuantityFactor,
                }
                : null,
        };
    }

    private SymbolObservation Disguise(SymbolObservation seen)
    {
        var market = Of(seen.Symbol);
        var (price, quantity) = (market.PriceFactor, market.QuantityFactor);
        return seen with
        {
            Instrument = Disguise(seen.Instrument, market),
            At = Moved(seen.At),
            Bid = seen.Bid * price,
            Ask = seen.Ask * price,
            Mark = seen.Mark * price,
            Volume24h = seen.Volume24h * quantity,
            Funding = seen.Funding is { } funding ? funding with { DueAt = Moved(funding.DueAt) } : null,
            OpenInterest = seen.OpenInterest * quantity,
            Book = seen.Book is { } book ? new Book(market.Alias, Moved(book.At), Levels(book.Bids), Levels(book.Asks), book.Sequence) : null,
            Candles = [.. seen.Candles.Select(slice => slice with { Candles = [.. slice.Candles.Select(Candle)] })],
            Indicators = [.. seen.Indicators.Select(reading => IndicatorUnits.Rescaled(reading, price, quantity) with { ClosedAt = Moved(reading.ClosedAt) })],
            Regime = seen.Regime is { } regime ? regime with { Since = Moved(regime.Since) } : null,
        };

        ImmutableArray<BookLevel> Levels(ImmutableArray<BookLevel> levels) => [.. levels.Select(level => new BookLevel(level.Price * price, level.Quantity * quantity))];

        Candle Candle(Candle c) => new(Moved(c.Start), c.Open * price, c.High * price, c.Low * price, c.Close * price, c.Volume * quantity);
    }

    private static Instrument Disguise(Instrument instrument, AnonymousMarket market) => instrument with
    {
        Symbol = market.Alias,
        TickSize = instrument.TickSize * market.PriceFactor,
        LotSize = instrument.LotSize * market.QuantityFactor,
        QuantityMin = instrument.QuantityMin * market.QuantityFactor,
        QuantityMax = instrument.QuantityMax * market.QuantityFactor,
    };

    private AccountObservation Disguise(AccountObservation account) => account with
    {
        Positions = [.. account.Positions.Select(Disguise)],
        Orders = [.. account.Orders.Select(Disguise)],
    };

    private PositionObservation Disguise(PositionObservation position)
    {
        var market = Of(position.Symbol);
        return position with
        {
            Symbol = market.Alias,
            Quantity = position.Quantity * market.QuantityFactor,
            EntryPrice = position.EntryPrice * market.PriceFactor,
            Mark = position.Mark * market.PriceFactor,
            LiquidationPrice = position.LiquidationPrice * market.PriceFactor,
            OpenedAt = Moved(position.OpenedAt),
            ExitPlan = Rescaled(position.ExitPlan, market.PriceFactor, _shift) is { } plan
                ? plan with { InvalidationCondition = plan.InvalidationCondition is { } words ? Renamed(words) : null }
                : null,
        };
    }

    private OrderObservation Disguise(OrderObservation order)
    {
        var market = Of(order.Symbol);
        return order with
        {
            Symbol = market.Alias,
            QuantityLeft = order.QuantityLeft * market.QuantityFactor,
            Price = order.Price * market.PriceFactor,
            TriggerPrice = order.TriggerPrice * market.PriceFactor,
        };
    }

    private TradeObservation Disguise(TradeObservation trade)
    {
        var market = Of(trade.Symbol);
        return trade with
        {
            Symbol = market.Alias,
            Quantity = trade.Quantity * market.QuantityFactor,
            EntryPrice = trade.EntryPrice * market.PriceFactor,
            ExitPrice = trade.ExitPrice * market.PriceFactor,
            OpenedAt = Moved(trade.OpenedAt),
            ClosedAt = Moved(trade.ClosedAt),
            EntryReason = Renamed(trade.EntryReason),
            ExitReason = Renamed(trade.ExitReason),
        };
    }

    private static ExitPlan? Rescaled(ExitPlan? plan, decimal factor, TimeSpan shift) => plan is null
        ? null
        : plan with
        {
            ProfitTarget = plan.ProfitTarget * factor,
            StopLoss = plan.StopLoss * factor,
            TrailingOffset = plan.TrailingOffset * factor,
            TimeExit = plan.TimeExit - shift,
        };

    private DateTimeOffset Moved(DateTimeOffset at) => at == DateTimeOffset.UnixEpoch ? at : at - _shift;

    private string Renamed(string words) => _names.Replace(
        words, found => _markets.First(m => Is(found.Value, m.Symbol.Value) || Is(found.Value, m.Symbol.Base)).Alias.Value);

    private static bool Is(string text, string name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Digits();
}
