using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Benchmarks.Memory;

/// <summary>100 tenants of 100 accounts, each with an agent and three limit orders that nothing reaches; tenants are set up side by side.</summary>
internal sealed class Population(IGrainFactory grains)
{
    public const int Accounts = Tenants * AccountsOfTenant;
    public const int OrdersOfAccount = 3;

    private const int Tenants = 100;
    private const int AccountsOfTenant = 100;
    private const string Strategy = "sma-cross";
    private const string Version = "1.0.0";

    public Task OpenAccounts() => ForEach(async (tenant, name) =>
        Check(await grains.Tenant(tenant).CreateAccount(new AccountCreation(name, BenchmarkServices.Venue, "USDT", 100_000m))));

    public Task RestOrders() => ForEach(async (tenant, name) =>
    {
        var account = grains.Account(new AccountKey(tenant, name));
        for (var number = 0; number < OrdersOfAccount; number++)
        {
            var isBuy = number < OrdersOfAccount - 1;
            var intent = new OrderIntent(QuietMarket.Symbol, isBuy ? Side.Buy : Side.Sell, OrderType.Limit, OrderQuantity.InBase(0.01m))
            {
                LimitPrice = isBuy ? 30_000m + (1_000m * number) : 90_000m,
                Leverage = 5m,
            };
            var reply = await account.Execute(new CommandId(string.Create(CultureInfo.InvariantCulture, $"rest-{number}")), new SubmitOrder(intent));
            if (!reply.IsDone)
                throw new InvalidOperationException($"{tenant}/{name}: {reply}");
        }
    });

    public async Task StartAgents()
    {
        var config = new VersionConfig(
            StrategyConfig.Of(Strategy, ("fast", "10"), ("slow", "30")), BenchmarkServices.Venue, [QuietMarket.Symbol], 3m,
            VersionConfig.CycleIntervalDefault, Notes: null);
        for (var number = 0; number < Tenants; number++)
            Check(await grains.Tenant(TenantOf(number)).CreateVersion(Strategy, Version, config));
        await ForEach(async (tenant, name) =>
        {
            var setup = new AgentSetup(new VersionKey(tenant, Strategy, Version), new AccountKey(tenant, name));
            Check(await grains.Tenant(tenant).CreateAgent(new AgentCreation(name, setup, Starts: true)));
        });
    }

    /// <summary>Every agent has decided at least once, holding, without an error.</summary>
    public Task Check() => ForEach(async (tenant, name) =>
    {
        var agent = await grains.Agent(new AgentKey(tenant, name)).GetSnapshot();
        if (agent is not { Cycles: > 0, LastError: null, LastDecision: null })
            throw new InvalidOperationException($"{tenant}/{name} is not idle: {agent}");
    });

    private static TenantId TenantOf(int number) => new(string.Create(CultureInfo.InvariantCulture, $"tenant-{number}"));

    private static Task ForEach(Func<TenantId, string, Task> work) => Task.WhenAll(Enumerable.Range(0, Tenants).Select(number => Task.Run(async () =>
    {
        for (var account = 0; account < AccountsOfTenant; account++)
            await work(TenantOf(number), string.Create(CultureInfo.InvariantCulture, $"account-{account}"));
    })));

    private static void Check(SetupReply reply)
    {
        if (reply.IsRefused)
            throw new InvalidOperationException($"refused: {reply.Errors[0]}");
    }
}
