using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.GrainsTests.Signals;

public sealed class SignalReceiveTests
{
    private static readonly SignalKey Key = new(Scene.Tenant, new string('a', 32));

    [Fact]
    public async Task Receive_twice_isDurableOnceAndSaysSo()
    {
        await using var local = Local.Create();
        var signal = new Signal("tv", Scene.Btc, SignalDirection.Long, local.Now, local.Now);

        var first = local.Run(() => local.Grains.Signal(Key).Receive(signal, new SourceTerms()));
        var second = local.Run(() => local.Grains.Signal(Key).Receive(signal with { Note = "another" }, new SourceTerms()));

        Assert.Equal((true, true, true), (first.IsFirst, first.IsDurable, second.IsDurable));
        Assert.False(second.IsFirst);
        var rows = local.Run(async () => (await local.ReadModel.Signals(Scene.Tenant, SignalFilter.All, PageRequest.Newest(10), default)).Rows);
        Assert.Equal(Key, Assert.Single(rows).Key);
        Assert.Equal(SignalReason.Received, local.Run(async () => (await local.ReadModel.Signal(Key, default))!.Steps[0].Reason));
    }

    [Fact]
    public async Task Receive_journalFails_isNotSaidToBeDurable_andMayBeHandedInAgain()
    {
        await using var local = Local.Create();
        var signal = new Signal("tv", Scene.Btc, SignalDirection.Long, local.Now, local.Now);
        local.Faults.AppendsToFail = 1;

        var lost = local.Run(() => local.Grains.Signal(Key).Receive(signal, new SourceTerms()));
        local.Wait(TimeSpan.FromSeconds(1));
        var again = local.Run(() => local.Grains.Signal(Key).Receive(signal, new SourceTerms()));

        Assert.False(lost.IsDurable);
        Assert.True(again.IsDurable);
    }
}
