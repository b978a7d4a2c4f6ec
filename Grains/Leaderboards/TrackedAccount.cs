using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Trades;

namespace OrleansTrader.Grains.Leaderboards;

/// <summary>What an account adds to a version's samples, one entry a sample, and how it stands after the last.</summary>
internal sealed record AccountSamples(decimal[] Equity, decimal[] Exposure, decimal[] Flow, AccountMark Mark);

/// <summary>An account's worth as last read.</summary>
/// <param name="PaidIn">As in the row; null where the row does not say.</param>
internal readonly record struct AccountMark(decimal Equity, decimal Exposure, decimal? PaidIn)
{
    public static AccountMark Of(EquityRow row) => new(row.Equity, row.Exposure, row.PaidIn);
}

/// <summary>One member of a track, and how far its rows were read.</summary>
internal sealed class TrackedAccount(TrackMember member, TimeSpan interval)
{
    private const int NewTradesFew = 16;

    private AccountMark? _mark;
    private (DateTimeOffset At, long Version) _tradesSeen;
    private long _lastTrade;

    public TrackMember Member => member;

    private DateTimeOffset JoinsAt { get; } = SampleGrid.Floor(member.From, interval);

    private DateTimeOffset LeavesAt { get; } = member.To is { } end ? SampleGrid.Ceiling(end, interval) : DateTimeOffset.MaxValue;

    /// <summary>Reads the rows behind the next samples; keeps nothing until it is <see cref="Take"/>n.</summary>
    /// <param name="firstAt">Instant of the first of these samples: the account's worth just before it.</param>
    /// <param name="newest">The account's latest row; null where it has none.</param>
    public async Task<AccountSamples> Read(IReadModel rows, DateTimeOffset firstAt, int count, EquityRow? newest)
    {
        var (equity, exposure, flow) = (new decimal[count], new decimal[count], new decimal[count]);
        var mark = _mark ?? await ReadBase(rows);
        var read = await ReadRows(rows, firstAt, count, newest);
        var next = 0;
        for (var k = 0; k < count; k++)
        {
            var at = firstAt + (k * interval);
            var before = mark;
            while (next < read.Length && read[next].At < at)
            {
                // What was there before the member's time is its base already; what comes after is not its own.
                if (read[next].At > member.From && (member.To is not { } end || read[next].At < end))
                    mark = AccountMark.Of(read[next]) with { PaidIn = read[next].PaidIn ?? mark.PaidIn };
                next++;
            }

            var isIn = at >= JoinsAt && at <= LeavesAt;
            if (at == JoinsAt)
                flow[k] = mark.Equity;
            else if (isIn)
                flow[k] = (mark.PaidIn - before.PaidIn) ?? 0m;
            else if (at - interval == LeavesAt)
                flow[k] = -mark.Equity;
            equity[k] = isIn ? mark.Equity : 0m;
            exposure[k] = isIn ? mark.Exposure : 0m;
        }

        return new AccountSamples(equity, exposure, flow, mark);
    }

    public void Take(AccountSamples samples) => _mark = samples.Mark;

    /// <summary>Round trips that were closed in the member's time since the last ones that were taken, newest first.</summary>
    public async Task<IReadOnlyList<ClosedTradeRow>> ReadTrades(IReadModel rows, EquityRow? newest, int max)
    {
        if (newest is null || (newest.At, newest.Version) == _tradesSeen)
            return [];
        var found = new List<ClosedTradeRow>();
        long? before = null;
        do
        {
            // As a rule few are new, or none.
            var page = await rows.ClosedTrades(member.Account, new PageRequest(before, before is null ? NewTradesFew : PageRequest.LimitMax), CancellationToken.None);
            var news = page.Rows.TakeWhile(trade => trade.Number > _lastTrade && trade.ClosedAt >= member.From).ToArray();
            found.AddRange(news.Where(trade => member.To is not { } end || trade.ClosedAt < end));
            before = news.Length == page.Rows.Length ? page.Next : null;
        }
        while (before is not null && found.Count < max);

        return found;
    }

    /// <summary>Remembers which round trips were taken.</summary>
    public void TakeTrades(IEnumerable<ClosedTradeRow> trades, EquityRow? newest)
    {
        if (newest is not null)
            _tradesSeen = (newest.At, newest.Version);
        foreach (var trade in trades)
        {
            if (trade.Account == member.Account)
                _lastTrade = Math.Max(_lastTrade, trade.Number);
        }
    }

    // The account's worth when the member's time began; nothing where it had no row yet: what comes is then paid in.
    private async Task<AccountMark> ReadBase(IReadModel rows)
    {
        var found = await rows.Equity(member.Account, DateTimeOffset.UnixEpoch, member.From.AddTicks(1), 1, CancellationToken.None);
        return found.IsEmpty ? new AccountMark(0m, 0m, 0m) : AccountMark.Of(found[^1]);
    }

    // The last row of each interval that ends at a sample, ascending; the interval in which the member ended is cut there.
    private async Task<EquityRow[]> ReadRows(IReadModel rows, DateTimeOffset firstAt, int count, EquityRow? newest)
    {
        var from = Later(firstAt - interval, JoinsAt);
        var to = firstAt + ((count - 1) * interval);
        if (newest is null || newest.At < from || to <= from || LeavesAt < from)
            return [];
        var whole = member.To is { } end ? Earlier(to, SampleGrid.Floor(end, interval)) : to;
        var read = new List<EquityRow>();
        if (whole > from)
            read.AddRange(await rows.Equity(member.Account, from, whole, (int)((whole - from) / interval), CancellationToken.None));
        if (member.To is { } cut && cut > whole && cut <= to)
            read.AddRange(await rows.Equity(member.Account, Later(whole, from), cut, 1, CancellationToken.None));
        return [.. read];
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
