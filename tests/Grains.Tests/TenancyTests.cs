using System.Reflection;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.GrainsTests;

public sealed class TenancyTests(TenancyTests.Service service) : IClassFixture<TenancyTests.Service>
{
    public static TheoryData<string, string> Methods()
    {
        var data = new TheoryData<string, string>();
        foreach (var contract in typeof(GrainAliases).Assembly.GetTypes().Where(static t => t.IsInterface && typeof(ITenantKeyed).IsAssignableFrom(t) && t != typeof(ITenantKeyed)))
        {
            foreach (var method in contract.GetMethods())
                data.Add(contract.FullName!, method.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Call_byAForeignerOrNobody_isRefused(string contract, string name)
    {
        var local = service.Local;
        var type = typeof(GrainAliases).Assembly.GetType(contract)!;
        var method = type.GetMethod(name)!;

        Assert.Throws<TenancyException>(() => local.RunForNobody(() => Call(local, type, method)));
        Assert.Throws<TenancyException>(() => local.RunForNobody(async () =>
        {
            using var caller = Caller.As(new TenantId("dem"));
            await Call(local, type, method);
        }));
    }

    [Fact]
    public async Task Call_byTheTenantOrTheService_passes()
    {
        await using var local = Local.Create();
        var agent = local.Grains.Agent(new AgentKey(Scene.Tenant, "a"));

        Assert.Null(local.Run(() => agent.GetSnapshot()));
        Assert.Null(local.RunForNobody(async () =>
        {
            using var caller = Caller.As(Scene.Tenant);
            return await agent.GetSnapshot();
        }));
    }

    /// <summary>One for all methods: a refused call leaves nothing behind.</summary>
    public sealed class Service : IAsyncDisposable
    {
        internal Local Local { get; } = Local.Create();

        public ValueTask DisposeAsync() => Local.DisposeAsync();
    }

    private static Task Call(Local local, Type contract, MethodInfo method)
    {
        var key = contract.Name switch { "ITenantGrain" or "ILeaderboardGrain" => "demo", "IStrategyVersionGrain" => "demo/trend@1.0.0", _ => "demo/a" };
        var arguments = method.GetParameters().Select(static p => new Samples().Make(p.ParameterType, 1)).ToArray();
        return (Task)method.Invoke(local.Grains.GetGrain(contract, key), arguments)!;
    }
}
