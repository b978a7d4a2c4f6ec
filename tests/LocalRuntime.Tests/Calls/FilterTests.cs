using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrader.LocalRuntimeTests.Calls;

public interface IEchoGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task<string> Identity();

    Task<string> IdentityOf(IEchoGrain other);

    Task<string> IdentityAfterAwait();
}

public sealed class EchoGrain : Grain, IEchoGrain, IIncomingGrainCallFilter
{
    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<string> Identity() => Task.FromResult((string?)RequestContext.Get("identity") ?? "none");

    public Task<string> IdentityOf(IEchoGrain other) => other.Identity();

    public async Task<string> IdentityAfterAwait()
    {
        await Task.Yield();
        return await Identity();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is string text) context.Result = text + "!";
    }
}

internal sealed class NotingFilter(Journal journal) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        journal.Add($"in {context.TargetId} {context.InterfaceName}.{context.MethodName} {context.ImplementationMethod.DeclaringType!.Name} "
            + $"from {context.SourceId}");
        if (context.Request.GetArgumentCount() > 0 && context.Request.GetArgument(0) is "forbidden")
        {
            throw new UnauthorizedAccessException("refused");
        }

        await context.Invoke();
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        await context.Invoke();
        journal.Add($"out {context.MethodName} = {context.Result}");
    }
}

public sealed class FilterTests
{
    [Fact]
    public async Task Filters_aroundACall_seeAndChangeIt()
    {
        await using var silo = Silo.Simulated(services: services =>
        {
            services.AddSingleton<IIncomingGrainCallFilter, NotingFilter>();
            services.AddSingleton<IOutgoingGrainCallFilter, NotingFilter>();
        });
        var grain = silo.Client.GetGrain<IEchoGrain>("e");
        silo.Simulation.Run(async () =>
        {
            Assert.Equal("hello!", await grain.Echo("hello"));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Echo("forbidden"));
        });
        var name = typeof(IEchoGrain).FullName;
        Assert.Equal(
            [
                $"in echo/e {name}.Echo EchoGrain from sys.client/local",
                "out Echo = hello!",
                $"in echo/e {name}.Echo EchoGrain from sys.client/local",
            ],
            silo.Journal.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RequestContext_setByTheCaller_flowsWithCallsAndContinuations(bool simulated)
    {
        await using var silo = simulated ? Silo.Simulated() : await Silo.OnPool();
        var a = silo.Client.GetGrain<IEchoGrain>("a");
        var b = silo.Client.GetGrain<IEchoGrain>("b");
        if (simulated) silo.Simulation.Run(Check);
        else await Check();

        async Task Check()
        {
            RequestContext.Set("identity", "alice");
            Assert.Equal("alice!", await a.Identity());
            Assert.Equal("alice!!", await a.IdentityOf(b));
            Assert.Equal("alice!", await a.IdentityAfterAwait());
            Assert.True(RequestContext.Remove("identity"));
            Assert.Equal("none!", await a.Identity());
            Assert.Empty(RequestContext.Keys);
        }
    }
}
