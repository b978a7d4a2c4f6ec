using System.Reflection;

namespace OrleansTrader.LocalRuntimeTests.Calls;

public interface ICalculatorGrain : IGrainWithStringKey
{
    Task<int> Add(int a, int b);

    ValueTask<string> Key();

    ValueTask Nothing();

    Task Throw(string message);

    Task<string> Describe(ICalculatorGrain other, decimal amount, string? text, Guid id);
}

public sealed class CalculatorGrain : Grain, ICalculatorGrain
{
    public Task<int> Add(int a, int b) => Task.FromResult(a + b);

    public ValueTask<string> Key() => new(this.GetPrimaryKeyString());

    public ValueTask Nothing() => default;

    public async Task Throw(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public async Task<string> Describe(ICalculatorGrain other, decimal amount, string? text, Guid id) =>
        FormattableString.Invariant($"{await other.Key()} {amount} {text ?? "null"} {id:N}");
}

public sealed class CallTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_everyKindOfResult_returns(bool simulated)
    {
        await using var silo = simulated ? Silo.Simulated() : await Silo.OnPool();
        var one = silo.Client.GetGrain<ICalculatorGrain>("one");
        var two = silo.Client.GetGrain<ICalculatorGrain>("two");
        var id = new Guid("00112233445566778899aabbccddeeff");
        await Drive(async () =>
        {
            Assert.Equal(5, await one.Add(2, 3));
            Assert.Equal("one", await one.Key());
            await one.Nothing();
            Assert.Equal("two 1.50 null 00112233445566778899aabbccddeeff", await one.Describe(two, 1.50m, null, id));
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => two.Throw("no"));
            Assert.Equal("no", failure.Message);
        });

        Task Drive(Func<Task> action)
        {
            if (!simulated) return action();
            silo.Simulation.Run(action);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task GetGrain_sameKey_referencesAreEqual()
    {
        await using var silo = Silo.Simulated();
        var one = silo.Client.GetGrain<ICalculatorGrain>("k");
        Assert.Equal(one, silo.Client.GetGrain<ICalculatorGrain>("k"));
        Assert.NotEqual(one, silo.Client.GetGrain<ICalculatorGrain>("l"));
        Assert.Equal(GrainId.Create("calculator", "k"), one.GetGrainId());
        Assert.Equal("calculator/k", one.GetGrainId().ToString());
        Assert.Equal(typeof(GrainReference), one.GetType().BaseType);
        Assert.True(one.GetType().GetTypeInfo().IsSealed);
    }
}
