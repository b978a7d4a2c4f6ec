using OrleansTrader.Grains;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.GrainsTests.Signals;

/// <summary>Whatever is killed, retried or handed in again: one signal is one entry.</summary>
public sealed class SignalCrashTests
{
    /// <summary>Appends of the whole way from the alert to the managed position, the account's own included.</summary>
    private const int AppendsOfARoad = 7;

    [Fact]
    public async Task Process_killedAfterEachAppend_executesOnce()
    {
        for (var appends = 0; appends <= AppendsOfARoad; appends++)
        {
            foreach (var isWritten in new[] { false, true })
            {
                using var home = new Home();
                DateTimeOffset killedAt;
                await using (var first = home.Start())
                {
                    var scene = new SignalScene(first);
                    first.Faults.AppendsLeft = appends;
                    first.Faults.WritesBeforeFailing = isWritten;
                    scene.Send(scene.Long());
                    first.Wait(TimeSpan.FromSeconds(5));
                    killedAt = first.Now;
                }

                await using var second = home.Start(killedAt);
                var after = new SignalScene(second, isNew: false);
                var again = after.Send(after.Long());
                var row = after.Settle();

                Assert.True(again.IsDurable);
                Assert.Equal(SignalStage.Managed, row.Stage);
                var entry = Assert.Single(after.Orders(), static order => order.Parent is null);
                Assert.Equal(OrderStatus.Filled, entry.Status);
                Assert.Equal(entry.Filled, after.Scene.View().Books.Positions[0].Quantity);
            }
        }
    }

    [Fact]
    public async Task Process_backAfterTheSignalIsStale_sendsNothingLate()
    {
        for (var appends = 1; appends <= AppendsOfARoad; appends++)
        {
            using var home = new Home();
            DateTimeOffset killedAt;
            int sent;
            await using (var first = home.Start())
            {
                var scene = new SignalScene(first);
                first.Faults.AppendsLeft = appends;
                scene.Send(scene.Long());
                first.Wait(TimeSpan.FromSeconds(1));
                sent = scene.Orders().Count(static order => order.Parent is null);
                killedAt = first.Now;
            }

            await using var second = home.Start(killedAt + TimeSpan.FromMinutes(20));
            var after = new SignalScene(second, isNew: false);
            var row = after.Resume();

            Assert.Equal(sent, after.Orders().Count(static order => order.Parent is null));
            Assert.Equal(sent == 1 ? SignalStage.Managed : SignalStage.Refused, row.Stage);
        }
    }

    /// <summary>Any interleaving of the same alert, resumed roads, failing appends and forgotten activations.</summary>
    [Fact]
    public async Task Interleavings_ofDuplicatesRetriesAndReactivations_executeOnce()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            await using var local = Local.Create(seed);
            var scene = new SignalScene(local);
            var chance = new SeededRandom(seed);
            var signal = scene.Long();
            for (var step = 0; step < 20; step++)
            {
                switch (chance.NextInt(5))
                {
                    case 0:
                        scene.Send(signal);
                        break;
                    case 1:
                        local.Run(() => local.Grains.Signal(SignalScene.First).Resume());
                        break;
                    case 2:
                        local.Faults.AppendsToFail = 1;
                        local.Faults.WritesBeforeFailing = chance.NextInt(2) == 0;
                        break;
                    case 3:
                        local.Wait(TimeSpan.FromMilliseconds(chance.NextInt(3_000)));
                        break;
                    default:
                        local.Run(() => Task.WhenAll(
                            local.Grains.Signal(SignalScene.First).Receive(signal, SignalScene.Terms), local.Grains.Signal(SignalScene.First).Receive(signal, SignalScene.Terms)));
                        break;
                }
            }

            local.Faults.AppendsToFail = 0;
            scene.Send(signal);
            var row = scene.Resume();
            for (var round = 0; round < 5 && row.Stage != SignalStage.Managed; round++)
                row = scene.Resume();

            Assert.True(row.Stage == SignalStage.Managed, $"seed {seed}: {row.Stage}, {SignalScene.Road(row)}");
            Assert.Single(scene.Orders(), static order => order.Parent is null);
        }
    }
}
