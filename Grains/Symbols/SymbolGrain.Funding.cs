using Microsoft.Extensions.Logging;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Grains.Symbols;

/// <summary>Funding at each timestamp, and what was missed while nobody looked.</summary>
internal sealed partial class SymbolGrain
{
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

    private async Task ChargeMissed(SymbolStart start, DateTimeOffset after, DateTimeOffset now)
    {
        var known = await readModel.Funding(_key, after.AddTicks(1), now.AddTicks(1), CancellationToken.None);
        var reckoned = MissedFunding.Of(start.Instrument, start.History, after, now);
        var next = 0;
        foreach (var row in known)
        {
            for (; next < reckoned.Length && reckoned[next].At < row.At; next++)
                OnFunding(reckoned[next]);
            if (next < reckoned.Length && reckoned[next].At == row.At)
                next++;
            Charge(new FundingRate(_key.Symbol, row.At, row.Rate, row.Mark, row.Source));
        }

        for (; next < reckoned.Length; next++)
            OnFunding(reckoned[next]);
        var interval = start.Instrument.Funding.Interval.Ticks;
        var unpriced = (now.UtcTicks / interval) - (after.UtcTicks / interval) - Math.Max(known.Length, reckoned.Length);
        if (start.Instrument.Funding.Source != FundingSource.Feed && unpriced > 0)
            LogFundingUnpriced(logger, _key, unpriced, after);
    }

    [LoggerMessage(3, LogLevel.Error, "The funding of {Symbol} at {At} could not be written; it is charged all the same.")]
    private static partial void LogFundingNotSaved(ILogger logger, Exception fault, SymbolKey symbol, DateTimeOffset at);

    [LoggerMessage(4, LogLevel.Warning, "{Count} funding times of {Symbol} since {After} are not charged: the history has no price of then.")]
    private static partial void LogFundingUnpriced(ILogger logger, SymbolKey symbol, long count, DateTimeOffset after);
}
