using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace OrleansTrader.LocalRuntimeTests.Storage;

public sealed record Count(int Value)
{
    public Count()
        : this(0)
    {
    }
}

public interface IStateGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task<(int Value, bool Exists, string? ETag)> Get();

    Task Clear();

    Task End();
}

public sealed class StateGrain([PersistentState("count")] IPersistentState<Count> state) : Grain, IStateGrain
{
    public async Task<int> Add(int amount)
    {
        state.State = new Count(state.State.Value + amount);
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<(int Value, bool Exists, string? ETag)> Get() => Task.FromResult((state.State.Value, state.RecordExists, state.Etag));

    public Task Clear() => state.ClearStateAsync();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class StateTests
{
    [Fact]
    public async Task PersistentState_written_isThereForTheNextActivation()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IStateGrain>("g");
        silo.Simulation.Run(async () =>
        {
            Assert.Equal((0, false, null), await grain.Get());
            await grain.Add(2);
            await grain.End();
            Assert.Equal((2, true, "1"), await grain.Get());
            await grain.Add(3);
            await grain.End();
            Assert.Equal((5, true, "2"), await grain.Get());
            await grain.Clear();
            await grain.End();
            Assert.Equal((0, false, null), await grain.Get());
        });
    }

    [Fact]
    public async Task WriteState_changedByAnother_failsAndTheNextCallReadsAnew()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IStateGrain>("g");
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        silo.Simulation.Run(async () =>
        {
            await grain.Add(1);
            var foreign = new GrainState<Count>();
            await storage.ReadStateAsync("count", grain.GetGrainId(), foreign);
            foreign.State = new Count(10);
            await storage.WriteStateAsync("count", grain.GetGrainId(), foreign);
            var failure = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add(1));
            Assert.Equal(("2", "1"), (failure.StoredEtag, failure.CurrentEtag));
            Assert.Equal(11, await grain.Add(1));
        });
    }
}
