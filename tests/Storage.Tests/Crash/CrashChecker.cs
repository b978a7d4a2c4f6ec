using System.Collections.Immutable;
using System.Text;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Tests.Crash;

/// <summary>
/// Holds what is stored against what was acknowledged: nothing acknowledged is lost, nothing is doubled or out of order, at most
/// the one command in flight goes beyond, and the read model is what the events say.
/// </summary>
internal sealed class CrashChecker(IStore store)
{
    private static readonly CancellationToken _none = CancellationToken.None;

    public async Task Check(IReadOnlyList<long> acknowledged)
    {
        var verification = await store.Journal.Verify(_none);
        Assert.True(verification.IsSound, verification.First?.ToString());
        for (var stream = 0; stream < acknowledged.Count; stream++)
            await CheckStream(stream, acknowledged[stream]);
    }

    private async Task CheckStream(int stream, long acknowledged)
    {
        var last = await Carried(stream, acknowledged + 1) ? acknowledged + 1 : acknowledged;
        Assert.False(await Carried(stream, last + 1), $"stream {stream} has command {last + 1}, which was never asked for");

        var expected = new List<string>();
        var fills = new List<FillRow>();
        for (var number = 1L; number <= last; number++)
        {
            for (var version = CrashLoad.VersionAfter(number - 1) + 1; version <= CrashLoad.VersionAfter(number); version++)
            {
                expected.Add(CrashLoad.Event(stream, number, version));
                fills.Add(CrashLoad.Fill(stream, number, version));
            }
        }

        Assert.Equal(expected, await Events(stream));
        await CheckRows(stream, last, fills);
        await CheckSnapshot(stream, last);
    }

    /// <summary>Whether a command has its answer in the journal, and the right one.</summary>
    private async Task<bool> Carried(int stream, long number)
    {
        if (await store.Journal.Find(CrashLoad.Stream(stream), CrashLoad.Command(number), _none) is not { } command)
            return false;
        Assert.Equal(CrashLoad.Result(stream, number), Encoding.UTF8.GetString(command.Result.Span));
        Assert.Equal(CrashLoad.VersionAfter(number), command.Version);
        return true;
    }

    private async Task<List<string>> Events(int stream)
    {
        var events = new List<string>();
        while (await store.Journal.Read(CrashLoad.Stream(stream), events.Count, IJournal.ReadMax, _none) is { IsEmpty: false } page)
            events.AddRange(page.Select(stored => Encoding.UTF8.GetString(stored.Payload.Span)));
        return events;
    }

    private async Task CheckRows(int stream, long last, List<FillRow> fills)
    {
        var account = CrashLoad.Account(stream);
        var stored = new List<FillRow>();
        for (PageRequest? next = PageRequest.Newest(PageRequest.LimitMax); next is { } page;)
        {
            var answer = await store.ReadModel.Fills(account, page, _none);
            stored.AddRange(answer.Rows);
            next = answer.Next is { } before ? new PageRequest(before, PageRequest.LimitMax) : null;
        }

        stored.Reverse();
        Assert.Equal(fills, stored);

        var orders = new SortedDictionary<OrderId, OrderRow>();
        for (var number = 1L; number <= last; number++)
            orders[CrashLoad.Order(stream, number).Order] = CrashLoad.Order(stream, number);
        var storedOrders = (await store.ReadModel.Orders(account, PageRequest.Newest(100), _none)).Rows.Reverse().ToImmutableArray();

        Assert.Equal(orders.Values, storedOrders);
        if (last == 0)
            return;
        var equity = await store.ReadModel.Equity(account, CrashLoad.At(last - 20), CrashLoad.At(last + 20), 1_000, _none);
        Assert.Equal(Range(last, 20).Select(number => CrashLoad.Equity(stream, number)), equity);
    }

    private async Task CheckSnapshot(int stream, long last)
    {
        var number = last / 10 * 10;
        var snapshot = await store.Journal.LatestSnapshot(CrashLoad.Stream(stream), _none);
        if (number == 0)
        {
            Assert.Null(snapshot);
            return;
        }

        Assert.Equal(CrashLoad.VersionAfter(number), snapshot!.Version);
        Assert.Equal(CrashLoad.State(stream, snapshot.Version), Encoding.UTF8.GetString(snapshot.State.Span));
    }

    private static IEnumerable<long> Range(long last, int count)
    {
        for (var number = Math.Max(1, last - count); number <= last; number++)
            yield return number;
    }
}
