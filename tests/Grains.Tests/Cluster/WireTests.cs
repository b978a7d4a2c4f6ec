using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.ClusterRuntime.Contracts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests.Cluster;

/// <summary>How Orleans carries and stores what is ours.</summary>
public sealed class WireTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddContracts().BuildServiceProvider();

    /// <summary>Enums alone are numbers on the wire, as Orleans sends them; within a record they are names.</summary>
    [Fact]
    public void Serializer_everyContractType_comesBackUnchangedUnderItsNameOfOurs()
    {
        var samples = new Samples();
        var serializer = _services.GetRequiredService<Serializer>();
        var carried = ContractTypes.All.Where(static row => !row.Value.IsAbstract && !row.Value.IsEnum && row.Value != typeof(AccountEvent)).ToList();
        Assert.True(carried.Count > 100, $"{carried.Count} types");
        foreach (var (name, type) in carried)
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var value = samples.Make(type, seed)!;
                var bytes = serializer.SerializeToArray<object>(value);
                var text = Encoding.UTF8.GetString(bytes);
                Assert.Equal(samples.Describe(value), samples.Describe(serializer.Deserialize<object>(bytes)));
                Assert.Contains(type.IsGenericType ? "ot.page`1[[ot." : $"ot.{name}", text, StringComparison.Ordinal);
                Assert.DoesNotContain("OrleansTrader", text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Serializer_unionsListsAndEvents_comeBackAsTheirCases()
    {
        var serializer = _services.GetRequiredService<Serializer>();
        AccountCommand command = new CancelOrder(new OrderId(7));
        System.Collections.Immutable.ImmutableArray<MarketEvent> market =
            [new Quote(Scene.Btc, Local.Start, 1m, 0m, 2m, 0m, 1, 1), new FeedStale(Scene.Btc, Local.Start, StaleReason.Silent, "nothing came")];
        var happened = new AccountEvent(new CashDeposited(Local.Start, 12.5m));

        Assert.Equal(command, serializer.Deserialize<AccountCommand>(serializer.SerializeToArray(command)));
        Assert.Equal(market, serializer.Deserialize<System.Collections.Immutable.ImmutableArray<MarketEvent>>(serializer.SerializeToArray(market)));
        Assert.Equal(
            ContractJson.EncodeText(happened), ContractJson.EncodeText(serializer.Deserialize<AccountEvent>(serializer.SerializeToArray(happened))));
        Assert.Equal(Side.Sell, serializer.Deserialize<Side>(serializer.SerializeToArray(Side.Sell)));
        Assert.Null(serializer.Deserialize<OrderId?>(serializer.SerializeToArray<OrderId?>(null)));
    }

    [Fact]
    public void Serializer_typeThatIsNotListed_isRefused() =>
        Assert.ThrowsAny<Exception>(() => _services.GetRequiredService<Serializer>().SerializeToArray<object>(new Outsider("x")));

    [Fact]
    public void Serializer_exceptionOfOurs_keepsNameAndWords()
    {
        var serializer = _services.GetRequiredService<Serializer>();

        var back = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new TenancyException("not yours")));

        Assert.Equal("not yours", Assert.IsType<TenancyException>(back).Message);
    }

    [Fact]
    public void Copier_recordsAndListsOfThem_areHandedOverAsTheyAre()
    {
        var copier = _services.GetRequiredService<DeepCopier>();
        MarketEvent quote = new Quote(Scene.Btc, Local.Start, 1m, 0m, 2m, 0m, 1, 1);
        System.Collections.Immutable.ImmutableArray<MarketEvent> list = [quote];

        Assert.Same(quote, copier.Copy(quote));
        Assert.Equal(list, copier.Copy(list));
        Assert.Same(quote, copier.Copy(list)[0]);
    }

    [Fact]
    public void StateSerializer_isTheLocalFlavoursText()
    {
        var serializer = _services.GetRequiredKeyedService<IGrainStorageSerializer>(StateNames.Storage);
        var record = (AgentRecord)new Samples().Make(typeof(AgentRecord), 1)!;

        var stored = serializer.Serialize(record);

        Assert.Equal(ContractJson.EncodeText(record), stored.ToString());
        Assert.Equal(ContractJson.EncodeText(record), ContractJson.EncodeText(serializer.Deserialize<AgentRecord>(stored)));
    }

    public void Dispose() => _services.Dispose();

    private sealed record Outsider(string Text);
}
