using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Performance;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>How the version does on this account since the agent started, by the leaderboard's own reckoning.</summary>
internal sealed partial class AgentGrain
{
    private VersionTrack? _track;

    private async Task<PerformanceObservation?> Performance(DateTimeOffset now)
    {
        if (state.State is not { Setup: { } setup, StartedAt: { } since })
            return null;
        ImmutableArray<TrackMember> members = [new(setup.Version, setup.Account, since, To: null)];
        var interval = SampleGrid.IntervalOf(VersionTrack.AgeOf(members, now));
        if (_track is null || !_track.IsOf(members, interval))
            _track = new VersionTrack(members, interval);
        var latest = new Dictionary<AccountKey, EquityRow>();
        if (await readModel.LatestEquity(setup.Account, CancellationToken.None) is { } newest)
            latest.Add(setup.Account, newest);
        await _track.Follow(readModel, latest, now);

        var record = _track.Record(_key.Name);
        var report = PerformanceReport.Of(record.Samples.AsSpan(), record.Trades.AsSpan(), record.PeriodsPerYear);
        var performance = PerformanceObservation.Of(report, since, _cycles);
        return record.Duration < LeaderboardRows.RatiosAfter ? performance with { Sharpe = null } : performance;
    }
}
