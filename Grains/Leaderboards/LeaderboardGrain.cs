using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Grains.Leaderboards;

/// <summary>
/// A tenant's versions, ranked. Equity rows feed it: one question tells which accounts have new ones, only those are read, and only from
/// where the last look ended. It works when somebody asks, at most every <see cref="RefreshSecondsMin"/> seconds, and stores nothing: the
/// read model tells a new activation the same.
/// </summary>
[GrainType(GrainTypes.Leaderboard)]
internal sealed class LeaderboardGrain(IReadModel readModel, TimeProvider time) : Grain, ILeaderboardGrain
{
    /// <summary>A board stands at least so long, in seconds.</summary>
    public const int RefreshSecondsMin = 10;

    /// <summary>Agents that are asked for their start and cycles at once.</summary>
    private const int AskedAtOnceMax = 50;

    // Any number will do: the same rows always give the same board.
    private static readonly SeededRandom Draws = new(20_141_115);

    private readonly Dictionary<VersionKey, VersionTrack> _tracks = [];
    private readonly Dictionary<VersionKey, TrackEvidence> _evidence = [];
    private readonly Dictionary<VersionKey, string> _strategies = [];
    private TenantId _tenant;
    private LeaderboardView? _board;

    private static LeaderboardRules Rules => LeaderboardRules.Default;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<LeaderboardView> GetBoard(LeaderboardFilter filter)
    {
        var now = time.GetUtcNow();
        if (_board is not { } board || now - board.At >= TimeSpan.FromSeconds(RefreshSecondsMin))
            _board = board = await Refresh(now);
        var shown = board.Rows.RemoveAll(row => !filter.Shows(row));
        return board with { Rows = shown, Hidden = board.Rows.Length - shown.Length };
    }

    private async Task<LeaderboardView> Refresh(DateTimeOffset now)
    {
        var agents = await Agents();
        var (counting, shared) = TrackMember.Of(agents);
        var versions = (await readModel.Versions(_tenant, CancellationToken.None)).ToDictionary(static row => row.Version);
        var tried = agents.Where(static entry => entry.Agent.StartedAt is not null).Select(static entry => entry.Agent.Version).Distinct()
            .OrderBy(static version => version.ToString(), StringComparer.Ordinal).ToArray();
        var costs = await readModel.ModelCosts(_tenant, CancellationToken.None);
        var latest = (await readModel.LatestEquity(_tenant, CancellationToken.None)).ToDictionary(static row => row.Account);
        var ranked = tried.Take(ILeaderboardGrain.VersionsMax).ToArray();
        var facts = new Dictionary<string, VersionFacts>(StringComparer.Ordinal);
        foreach (var version in ranked)
        {
            ImmutableArray<TrackMember> members = [.. counting.Where(member => member.Version == version)];
            var name = $"{version.Strategy}@{version.Version}";
            if (await Follow(version, members, latest, now) || !_evidence.ContainsKey(version))
            {
                var record = _tracks.TryGetValue(version, out var track) ? track.Record(name) : new TrackRecord(name, [], [], TimeSpan.FromMinutes(1));
                _evidence[version] = TrackEvidence.Of(record, Rules, Draws);

                // Others get their turn between two versions: each may take some milliseconds.
                await Task.Yield();
            }

            facts[name] = new VersionFacts(
                version, StrategyOf(version, versions), versions.GetValueOrDefault(version)?.Status ?? VersionStatus.Active,
                members.Select(static member => member.Account).Distinct().Count(),
                shared.Where(member => member.Version == version).Select(static member => member.Account).Distinct().Count(),
                agents.Where(entry => entry.Agent.Version == version).Sum(static entry => entry.Agent.Cycles),
                costs.GetValueOrDefault(version)?.CostUsd,
                agents.Where(entry => entry.Agent.Version == version).Select(static entry => entry.Agent.Leakage).FirstOrDefault(static text => text is not null));
        }

        var standings = Leaderboard.Rank([.. ranked.Select(version => _evidence[version])], Rules, tried.Length);
        return new LeaderboardView(
            _tenant, now, tried.Length, Hidden: 0, [.. standings.Select(standing => LeaderboardRows.Of(standing, facts[standing.Name]))],
            Rules.DurationMin, Rules.TradesMin, Rules.IntervalLevel);
    }

    /// <summary>Brings a version's record up to date; false where nothing of it changed.</summary>
    private async Task<bool> Follow(
        VersionKey version, ImmutableArray<TrackMember> members, IReadOnlyDictionary<AccountKey, Accounts.EquityRow> latest, DateTimeOffset now)
    {
        if (members.IsEmpty)
            return _tracks.Remove(version);
        var interval = SampleGrid.IntervalOf(VersionTrack.AgeOf(members, now));
        if (_tracks.TryGetValue(version, out var track) && track.IsOf(members, interval))
            return await track.Follow(readModel, latest, now);
        track = new VersionTrack(members, interval);
        await track.Follow(readModel, latest, now);
        _tracks[version] = track;
        return true;
    }

    private async Task<List<(AgentSnapshot Agent, DateTimeOffset UpdatedAt)>> Agents()
    {
        var rows = await readModel.Agents(_tenant, CancellationToken.None);
        var agents = new List<(AgentSnapshot, DateTimeOffset)>();
        foreach (var some in rows.Take(ILeaderboardGrain.AgentsMax).Chunk(AskedAtOnceMax))
        {
            var snapshots = await Task.WhenAll(some.Select(row => GrainFactory.Agent(row.Agent).GetSnapshot()));
            for (var i = 0; i < some.Length; i++)
            {
                if (snapshots[i] is { } snapshot)
                    agents.Add((snapshot, some[i].UpdatedAt));
            }
        }

        return agents;
    }

    private string StrategyOf(VersionKey version, Dictionary<VersionKey, VersionRow> versions)
    {
        if (_strategies.TryGetValue(version, out var known))
            return known;
        return versions.GetValueOrDefault(version) is { } row
            ? _strategies[version] = ContractJson.Decode<VersionConfig>(row.Configuration).Planner
            : version.Strategy;
    }
}
