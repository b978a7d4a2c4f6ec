using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Rebuilding;

/// <summary>Events of many streams, each read on in pages, checked and from the archive where they lie there.</summary>
/// <param name="streams">How many streams there are: the more, the smaller the pages.</param>
internal sealed class EventPages(IJournal journal, long streams)
{
    /// <summary>Events of all streams that are held at a time.</summary>
    private const int EventsMax = 200_000;

    private const int PageMin = 16;

    private readonly int _page = (int)Math.Clamp(EventsMax / Math.Max(1, streams), PageMin, IJournal.ReadMax);
    private readonly Dictionary<string, (ImmutableArray<StoredEvent> Events, int Next, long Version)> _pages = new(StringComparer.Ordinal);

    /// <summary>Version of a stream's last event that was taken.</summary>
    public long VersionOf(string stream) => _pages.GetValueOrDefault(stream).Version;

    /// <summary>A commit's events; the next ones of its stream.</summary>
    /// <exception cref="JournalException">One is missing, altered, or in an archive that is not there.</exception>
    public async ValueTask<ImmutableArray<StoredEvent>> Take(JournaledCommit commit, CancellationToken cancellation)
    {
        var page = _pages.GetValueOrDefault(commit.Stream, ([], 0, 0));
        var events = ImmutableArray.CreateBuilder<StoredEvent>((int)(commit.VersionAfter - commit.VersionBefore));
        while (page.Version < commit.VersionAfter)
        {
            if (page.Next == page.Events.Length)
            {
                page = (await journal.Read(commit.Stream, page.Version, _page, cancellation), 0, page.Version);
                if (page.Events.IsEmpty)
                    throw new JournalException($"event {page.Version + 1} of stream {commit.Stream} is missing: verify the journal; nothing was changed");
            }

            var next = page.Events[page.Next];
            events.Add(next);
            page = (page.Events, page.Next + 1, next.Version);
        }

        _pages[commit.Stream] = page;
        return events.MoveToImmutable();
    }
}
