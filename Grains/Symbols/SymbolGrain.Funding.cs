using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Grains.Symbols;

/// <summary>Funding at each timestamp, and what was missed while nobody looked.</summary>
internal sealed partial class SymbolGrain
{
    // As far back as an account knows what it held.
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromHours(32);

    private void OnFunding(FundingRate rate)
    {
        _ = Save(rate);
        Charge(rate);
    }

    private void Charge(FundingRate rate)
    {
        _holders.Clear();
        _book.Holders(_holders);
        foreach (var holder in _holders)
        {
            (holder.Unpaid ??= new Queue<FundingRate>()).Enqueue(rate);
            _calls.Add(holder);
        }
    }

    private async Task Save(FundingRate rate)
    {
        try
        {
            await journal.Write([new FundingRow(_key, rate.At, rate.Rate, rate.Mark, rate.Source)]);
        }
        catch (Exception fault)
        {
            LogFundingNotSaved(logger, fault, _key, rate.At);
        }
    }

    // What happened between the last durable quote and now: resting triggers meet the candles' extremes, funding is charged late.
    private async Task<MarketReceipt> CatchUp(SymbolStart start)
    {
        var now = time.GetUtcNow();
        var saved = await readModel.Quote(_key, CancellationToken.None);
        if (saved is null)
            return MarketReceipt.Taken;
        var from = saved.At > now - CatchUpMax ? saved.At : now - CatchUpMax;
        await ChargeMissed(start, from, now);
        if (Missed(start, saved) is { } missed && _book.Count > 0)
        {
            _recent.Add(missed);
            _book.Pop(missed, now, _popped);
            CallPopped();
        }

        if (_usesBackPressure)
            await _calls.Drained();
        return MarketReceipt.Taken;
    }

    private async Task ChargeMissed(SymbolStart start, DateTimeOffset from, DateTimeOffset now)
    {
        var rule = start.Instrument.Funding;
        var known = await readModel.Funding(_key, from.AddTicks(1), now.AddTicks(1), CancellationToken.None);
        for (var ticks = ((from.UtcTicks / rule.Interval.Ticks) + 1) * rule.Interval.Ticks; ticks <= now.UtcTicks; ticks += rule.Interval.Ticks)
        {
            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            if (Find(known, at) is { } row)
            {
                Charge(new FundingRate(_key.Symbol, at, row.Rate, row.Mark, row.Source));
                continue;
            }

            // A venue's own rate comes with its feed; ours follows from the rule and the mark of that time.
            if (rule.Source != FundingSource.Feed && CloseAt(start, at) is { } mark)
                OnFunding(new FundingRate(_key.Symbol, at, rule.Rate, mark, rule.Source));
        }
    }

    private static FundingRow? Find(ImmutableArray<FundingRow> rows, DateTimeOffset at)
    {
        foreach (var row in rows)
        {
            if (row.At == at)
                return row;
        }

        return null;
    }

    private static decimal? CloseAt(SymbolStart start, DateTimeOffset at)
    {
        decimal? close = null;
        foreach (var candle in Finest(start))
        {
            if (candle.Start + start.Options.BaseInterval.Length() > at)
                break;
            close = candle.Close;
        }

        return close;
    }

    private static ImmutableArray<Candle> Finest(SymbolStart start)
    {
        foreach (var slice in start.History)
        {
            if (slice.Interval == start.Options.BaseInterval)
                return slice.Candles;
        }

        return [];
    }

    // Whole candles only: the one that the saved quote lies in has extremes from before it.
    private Quote? Missed(SymbolStart start, QuoteRow saved)
    {
        decimal? low = null;
        var high = 0m;
        var last = default(Candle);
        foreach (var candle in Finest(start))
        {
            if (candle.Start < saved.At)
                continue;
            low = low is { } lowest ? Math.Min(lowest, candle.Low) : candle.Low;
            high = Math.Max(high, candle.High);
            last = candle;
        }

        return low is null ? null : new Quote(
            _key.Symbol, last.Start + start.Options.BaseInterval.Length(), last.Close, 0m, last.Close, 0m, 0, 0)
        {
            LowBid = low.Value,
            LowAsk = low.Value,
            HighBid = high,
            HighAsk = high,
        };
    }

    [LoggerMessage(3, LogLevel.Error, "The funding of {Symbol} at {At} could not be written; it is charged all the same.")]
    private static partial void LogFundingNotSaved(ILogger logger, Exception fault, SymbolKey symbol, DateTimeOffset at);
}
