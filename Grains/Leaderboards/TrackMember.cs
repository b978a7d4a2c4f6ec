using System.Collections.Immutable;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Leaderboards;

/// <summary>A stretch of an account's life that belongs to one version: while an agent of it traded there.</summary>
/// <param name="From">When the agent started.</param>
/// <param name="To">When it was stopped, orders that this closed included; null while it lives.</param>
internal sealed record TrackMember(VersionKey Version, AccountKey Account, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Stopping an agent closes positions shortly after; an agent that follows on the account begins its own stretch.</summary>
    private static readonly TimeSpan ClosingMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Which stretches of which accounts count for which version. Agents of one version on the same account at once are one stretch;
    /// where agents of several versions trade an account at once, nobody can tell whose results they are, and it counts for none.
    /// </summary>
    /// <returns>Those that count, and those that are shared.</returns>
    public static (ImmutableArray<TrackMember> Counting, ImmutableArray<TrackMember> Shared) Of(IEnumerable<(AgentSnapshot Agent, DateTimeOffset UpdatedAt)> agents)
    {
        var counting = ImmutableArray.CreateBuilder<TrackMember>();
        var shared = ImmutableArray.CreateBuilder<TrackMember>();
        var stretches = agents.Where(static entry => entry.Agent.StartedAt is not null)
            .Select(static entry => new TrackMember(
                entry.Agent.Version, entry.Agent.Account, entry.Agent.StartedAt!.Value, entry.Agent.Status == AgentStatus.Stopped ? entry.UpdatedAt : null));
        foreach (var account in stretches.GroupBy(static stretch => stretch.Account).OrderBy(static group => group.Key))
        {
            var merged = Merge([.. account.OrderBy(static stretch => stretch.From).ThenBy(static stretch => stretch.Version.ToString(), StringComparer.Ordinal)]);
            for (var i = 0; i < merged.Count; i++)
            {
                var one = merged[i];
                if (merged.Exists(other => other.Version != one.Version && other.Overlaps(one)))
                    shared.Add(one);
                else
                    counting.Add(one.ClosedBefore(i + 1 < merged.Count ? merged[i + 1].From : null));
            }
        }

        return (counting.ToImmutable(), shared.ToImmutable());
    }

    private static List<TrackMember> Merge(ImmutableArray<TrackMember> stretches)
    {
        var merged = new List<TrackMember>();
        foreach (var stretch in stretches)
        {
            var same = merged.FindIndex(known => known.Version == stretch.Version && known.Overlaps(stretch));
            if (same < 0)
                merged.Add(stretch);
            else if (merged[same].To is { } end && (stretch.To is null || stretch.To > end))
                merged[same] = merged[same] with { To = stretch.To };
        }

        return merged;
    }

    // Stretches in order of their start; one that ends where the next begins does not overlap it.
    private bool Overlaps(TrackMember other) => (To is not { } end || other.From < end) && (other.To is not { } otherEnd || From < otherEnd);

    private TrackMember ClosedBefore(DateTimeOffset? next) => To is not { } end ? this
        : this with { To = next is { } start && start < end + ClosingMax ? start : end + ClosingMax };
}
