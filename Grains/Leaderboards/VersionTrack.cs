using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Grains.Leaderboards;

/// <summary>
/// A version's track record, read from the read model and followed as its rows grow: what was read once is not read again. The accounts
/// of its members are one pooled account: equities are added up, an account that joins or leaves pays in or takes out its equity.
/// </summary>
internal sealed class VersionTrack
{
    /// <summary>Closed trades of one version that are reckoned with, the newest.</summary>
    public const int TradesMax = 10_000;

    /// <summary>Rows of an instant are all there after so long: they are written in groups.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly ImmutableArray<TrackMember> _members;
    private readonly TimeSpan _interval;
    private readonly DateTimeOffset _begin;
    private readonly TrackedAccount[] _accounts;
    private readonly List<EquitySample> _samples = [];
    private readonly List<TradeResult> _trades = [];

    /// <param name="members">At least one.</param>
    public VersionTrack(ImmutableArray<TrackMember> members, TimeSpan interval)
    {
        _members = members;
        _interval = interval;
        _begin = SampleGrid.Floor(members.Min(static member => member.From), interval);
        _accounts = [.. members.Select(member => new TrackedAccount(member, interval))];
    }

    /// <summary>Whether this still is the record of these members at this interval; another one begins anew.</summary>
    public bool IsOf(ImmutableArray<TrackMember> members, TimeSpan interval) => _interval == interval && _members.SequenceEqual(members);

    /// <summary>The age by which the interval of the samples is chosen.</summary>
    public static TimeSpan AgeOf(ImmutableArray<TrackMember> members, DateTimeOffset now) => EndOf(members, now) - members.Min(static member => member.From);

    /// <summary>Reads what was written since; false where nothing was.</summary>
    /// <param name="latest">The latest equity row of each account: tells where there is something to read.</param>
    public async Task<bool> Follow(IReadModel rows, IReadOnlyDictionary<AccountKey, EquityRow> latest, DateTimeOffset now)
    {
        // An account whose last member ended is sampled to the end of that interval; one that lives, as far as rows have settled.
        var end = SampleGrid.Floor(Earlier(SampleGrid.Ceiling(EndOf(_members, now), _interval), now - Settling), _interval);
        var count = Math.Max(0, (int)((end - _begin) / _interval) + 1 - _samples.Count);
        var drafts = new AccountSamples[_accounts.Length];
        var trades = new List<ClosedTradeRow>();
        for (var i = 0; i < _accounts.Length; i++)
        {
            var newest = latest.GetValueOrDefault(_accounts[i].Member.Account);
            drafts[i] = await _accounts[i].Read(rows, NextAt, count, newest);
            trades.AddRange(await _accounts[i].ReadTrades(rows, newest, TradesMax));
        }

        Take(drafts, count);
        Take(trades, latest);
        return count > 0 || trades.Count > 0;
    }

    public TrackRecord Record(string name) => new(name, [.. _samples], [.. _trades], _interval);

    private DateTimeOffset NextAt => _begin + (_samples.Count * _interval);

    private static DateTimeOffset EndOf(ImmutableArray<TrackMember> members, DateTimeOffset now) =>
        members.Max(member => member.To is { } end && end < now ? end : now);

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private void Take(AccountSamples[] drafts, int count)
    {
        var first = NextAt;
        for (var k = 0; k < count; k++)
        {
            decimal equity = 0, exposure = 0, flow = 0;
            foreach (var draft in drafts)
            {
                equity += draft.Equity[k];
                exposure += draft.Exposure[k];
                flow += draft.Flow[k];
            }

            _samples.Add(new EquitySample(first + (k * _interval), equity, exposure, flow));
        }

        for (var i = 0; i < drafts.Length; i++)
            _accounts[i].Take(drafts[i]);
    }

    private void Take(List<ClosedTradeRow> trades, IReadOnlyDictionary<AccountKey, EquityRow> latest)
    {
        foreach (var account in _accounts)
            account.TakeTrades(trades, latest.GetValueOrDefault(account.Member.Account));
        foreach (var trade in trades)
        {
            _trades.Add(new TradeResult(
                trade.OpenedAt, trade.ClosedAt, trade.Quantity, trade.EntryPrice, trade.ExitPrice, trade.Gross, trade.Fees, trade.Funding));
        }

        if (_trades.Count <= TradesMax)
            return;
        _trades.Sort(static (left, right) => left.ExitAt.CompareTo(right.ExitAt));
        _trades.RemoveRange(0, _trades.Count - TradesMax);
    }
}
