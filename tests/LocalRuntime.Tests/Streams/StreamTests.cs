using Orleans.Streams;
using Orleans.Streams.Core;

namespace OrleansTrader.LocalRuntimeTests.Streams;

public interface IStreamGrain : IGrainWithStringKey
{
    Task Subscribe(string space, string key);

    Task Resume(string space, string key);

    Task<int> Unsubscribe(string space, string key);

    Task Publish(string space, string key, params int[] items);

    Task End();
}

public sealed class StreamGrain(Journal journal) : Grain, IStreamGrain
{
    public Task Subscribe(string space, string key) => Stream(space, key).SubscribeAsync(Note);

    public async Task Resume(string space, string key)
    {
        foreach (var handle in await Stream(space, key).GetAllSubscriptionHandles()) await handle.ResumeAsync(Note);
    }

    public async Task<int> Unsubscribe(string space, string key)
    {
        var handles = await Stream(space, key).GetAllSubscriptionHandles();
        foreach (var handle in handles) await handle.UnsubscribeAsync();
        return handles.Count;
    }

    public async Task Publish(string space, string key, params int[] items)
    {
        foreach (var item in items) await Stream(space, key).OnNextAsync(item);
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IAsyncStream<int> Stream(string space, string key) => this.GetStreamProvider("streams").GetStream<int>(StreamId.Create(space, key));

    private async Task Note(int item, StreamSequenceToken? token)
    {
        await Task.Yield();
        journal.Add($"{this.GetPrimaryKeyString()} {item} #{token!.SequenceNumber}");
    }
}

public interface IListenerGrain : IGrainWithStringKey;

[ImplicitStreamSubscription("implied")]
public sealed class ListenerGrain(Journal journal) : Grain, IListenerGrain, IStreamSubscriptionObserver
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<int>().ResumeAsync((item, _) =>
    {
        journal.Add($"implied {handleFactory.StreamId.GetKeyAsString()} {this.GetPrimaryKeyString()} {item}");
        return Task.CompletedTask;
    });
}

[ImplicitStreamSubscription("attached")]
public sealed class AttachingGrain(Journal journal) : Grain, IListenerGrain2
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stream = this.GetStreamProvider("streams").GetStream<int>(StreamId.Create("attached", this.GetPrimaryKeyString()));
        await stream.SubscribeAsync((item, _) =>
        {
            journal.Add($"attached {item}");
            return Task.CompletedTask;
        });
    }
}

public interface IListenerGrain2 : IGrainWithStringKey;

public sealed class StreamTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_explicitSubscription_deliversInOrderUntilUnsubscribed(bool simulated)
    {
        await using var silo = simulated ? Silo.Simulated() : await Silo.OnPool();
        var producer = silo.Client.GetGrain<IStreamGrain>("p");
        var consumer = silo.Client.GetGrain<IStreamGrain>("c");
        if (simulated) silo.Simulation.Run(Check);
        else await Check();

        async Task Check()
        {
            await producer.Publish("s", "k", 1);
            await consumer.Subscribe("s", "k");
            await producer.Publish("s", "k", 2, 3, 4);
            if (simulated) await consumer.Resume("s", "k");
            else await Eventually.IsTrue(() => silo.Journal.Lines.Count == 3);
            Assert.Equal(1, await consumer.Unsubscribe("s", "k"));
            Assert.Equal(0, await consumer.Unsubscribe("s", "k"));
            await producer.Publish("s", "k", 5);
            Assert.Equal(["c 2 #2", "c 3 #3", "c 4 #4"], silo.Journal.Lines);
        }
    }

    [Fact]
    public async Task Publish_afterTheSubscriberEnded_reachesItOnceResumed()
    {
        await using var silo = Silo.Simulated();
        var producer = silo.Client.GetGrain<IStreamGrain>("p");
        var consumer = silo.Client.GetGrain<IStreamGrain>("c");
        silo.Simulation.Run(async () =>
        {
            await consumer.Subscribe("s", "k");
            await consumer.End();
            await producer.Publish("s", "k", 1);
            await consumer.Resume("s", "k");
            await producer.Publish("s", "k", 2);
        });
        silo.Simulation.RunUntilIdle();
        Assert.Equal(["c 2 #2"], silo.Journal.Lines);
    }

    [Fact]
    public async Task Publish_implicitSubscription_wakesTheGrainOfTheStreamsKey()
    {
        await using var silo = Silo.Simulated();
        var producer = silo.Client.GetGrain<IStreamGrain>("p");
        silo.Simulation.Run(async () =>
        {
            await producer.Publish("implied", "x", 7);
            await producer.Publish("implied", "y", 8, 9);
            await producer.Publish("attached", "z", 1, 2);
        });
        silo.Simulation.RunUntilIdle();
        Assert.Equal(
            ["attached 1", "attached 2", "implied x x 7", "implied y y 8", "implied y y 9"],
            silo.Journal.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Client_subscribed_getsItemsCompletionAndErrors()
    {
        await using var silo = Silo.Simulated();
        var lines = new List<string>();
        var stream = silo.Client.GetStreamProvider("streams").GetStream<int>("s", "k");
        silo.Simulation.Run(async () =>
        {
            var handle = await stream.SubscribeAsync(
                (item, _) => Add($"{item}"), error => Add(error.Message), () => Add("completed"));
            await stream.OnNextBatchAsync([1, 2]);
            await stream.OnErrorAsync(new InvalidOperationException("bad"));
            await stream.OnCompletedAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(1), silo.Simulation.Time);
            Assert.Equal(handle, Assert.Single(await stream.GetAllSubscriptionHandles()));
            await handle.UnsubscribeAsync();
            await stream.OnNextAsync(3);
        });
        silo.Simulation.RunUntilIdle();
        Assert.Equal(["1", "2", "bad", "completed"], lines);

        Task Add(string line)
        {
            lines.Add(line);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Publish_toASlowSubscriber_isBoundedAndLosesTheNewest()
    {
        await using var silo = Silo.Simulated(options => options.StreamQueueItemsMax = 2);
        var taken = new List<int>();
        var gate = new TaskCompletionSource();
        var stream = silo.Client.GetStreamProvider("streams").GetStream<int>("s", "k");
        silo.Simulation.Run(async () =>
        {
            await stream.SubscribeAsync(async (item, _) =>
            {
                taken.Add(item);
                await gate.Task;
            });
            await stream.OnNextBatchAsync([1, 2, 3, 4]);
            gate.SetResult();
            await Task.Delay(TimeSpan.FromMilliseconds(1), silo.Simulation.Time);
            await stream.OnNextAsync(5);
        });
        silo.Simulation.RunUntilIdle();
        Assert.Equal([1, 2, 5], taken);
    }

    [Fact]
    public async Task GetStreamProvider_unknownName_isRefused()
    {
        await using var silo = Silo.Simulated();
        Assert.Throws<KeyNotFoundException>(() => silo.Client.GetStreamProvider("other"));
    }
}
