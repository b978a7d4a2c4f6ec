using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Orleans.Concurrency;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests;

public sealed class ContractTests
{
    private static readonly Type[] Contracts =
        [.. typeof(GrainAliases).Assembly.GetTypes().Where(static t => t.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(t) && t != typeof(ITenantKeyed))];

    [Fact]
    public void Aliases_standOnEveryInterfaceAndMethod_andAreUnique()
    {
        var names = Contracts.Select(static t => t.GetCustomAttribute<AliasAttribute>()?.Alias).ToList();
        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Count, names.Distinct().Count());
        foreach (var contract in Contracts)
        {
            var methods = contract.GetMethods().Select(static m => m.GetCustomAttribute<AliasAttribute>()?.Alias).ToList();
            Assert.DoesNotContain(null, methods);
            Assert.Equal(methods.Count, methods.Distinct().Count());
        }

        var kinds = typeof(GrainSettings).Assembly.GetTypes().Where(static t => typeof(Grain).IsAssignableFrom(t) && !t.IsAbstract).ToList();
        Assert.Equal(Contracts.Length, kinds.Count);
        Assert.All(kinds, static t => Assert.NotNull(t.GetCustomAttribute<GrainTypeAttribute>()));
    }

    [Fact]
    public void Interleaving_standsOnInterfacesOnly()
    {
        Assert.Contains(Contracts.SelectMany(static t => t.GetMethods()), static m => m.GetCustomAttribute<AlwaysInterleaveAttribute>() is not null);
        Assert.DoesNotContain(
            typeof(GrainSettings).Assembly.GetTypes().SelectMany(static t => t.GetMethods()),
            static m => m.GetCustomAttribute<AlwaysInterleaveAttribute>() is not null);
    }

    /// <summary>Every type that a grain call, a stream or the journal can carry is written and read back unchanged.</summary>
    [Fact]
    public void Json_everyReachableType_comesBackUnchanged()
    {
        var reachable = Reachable();
        Assert.True(reachable.Count > 60, $"{reachable.Count} types");
        var samples = new Samples();
        var trips = new RoundTrips();
        foreach (var type in reachable.Where(static t => !t.IsAbstract && t != typeof(AccountEvent)))
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var value = samples.Make(type, seed);
                trips.Check(value, type);
                var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type, ContractJson.Options), type, ContractJson.Options);
                Assert.Equal(samples.Describe(value), samples.Describe(back));
            }
        }
    }

    [Fact]
    public void Json_accountEvent_hasItsKindsFieldsOnly()
    {
        var filled = new AccountEvent(new CashDeposited(Local.Start, 12.50m));

        var text = ContractJson.EncodeText(filled);

        Assert.Equal("""{"kind":"cashDeposited","at":"2026-01-01T00:00:00+00:00","amount":"12.5"}""", text);
        Assert.Equal(text, ContractJson.EncodeText(ContractJson.Decode<AccountEvent>(text)));
    }

    [Fact]
    public void Json_everyEventKind_comesBackAsItself()
    {
        var samples = new Samples();
        var kinds = Enum.GetValues<AccountEventKind>().Where(static k => k != AccountEventKind.None).ToList();
        foreach (var kind in kinds)
        {
            var payload = typeof(AccountEvent).Assembly.GetType($"OrleansTrader.Trading.Accounts.{kind}")!;
            var constructor = typeof(AccountEvent).GetConstructors().Single(c => c.GetParameters()[0].ParameterType.GetElementType() == payload);
            var happened = (AccountEvent)constructor.Invoke([samples.Make(payload, 1)]);
            var text = ContractJson.EncodeText(happened);
            Assert.Equal(kind, ContractJson.Decode<AccountEvent>(text).Kind);
            Assert.Equal(text, ContractJson.EncodeText(ContractJson.Decode<AccountEvent>(text)));
        }
    }

    [Fact]
    public void Json_namesOnTheWire_stayAsReleased()
    {
        Assert.Equal("\"0.1\"", ContractJson.EncodeText(0.100m));
        Assert.Equal("\"-123456789.000000001\"", ContractJson.EncodeText(-123456789.0000000010m));
        Assert.Equal("\"NaN\"", ContractJson.EncodeText(double.NaN));
        Assert.Equal("\"15m\"", ContractJson.EncodeText(Interval.FifteenMinutes));
        Assert.Equal("\"BTC-USDT\"", ContractJson.EncodeText(Scene.Btc));
        Assert.Equal("\"bull\"", ContractJson.EncodeText(Trading.Regimes.Regime.Bull));
        Assert.Equal("""{"kind":"cancelOrder","order":"7"}""", ContractJson.EncodeText<AccountCommand>(new CancelOrder(new OrderId(7))));
        Assert.Equal(new CancelOrder(new OrderId(7)), ContractJson.Decode<AccountCommand>("""{"order":"7","later":1,"kind":"cancelOrder"}"""));
        Assert.Throws<JsonException>(static () => ContractJson.Decode<AccountCommand>("""{"kind":"unheardOf"}"""));
        Assert.Throws<JsonException>(static () => ContractJson.Decode<AccountEvent>("""{"kind":"unheardOf"}"""));
    }

    [Fact]
    public void Types_listed_areExactlyThoseThatCanBeReached()
    {
        var reachable = Reachable();
        foreach (var state in typeof(GrainSettings).Assembly.GetCustomAttribute<GrainStatesAttribute>()!.Types)
            Reach(state, reachable);
        reachable.RemoveWhere(static t => t.Assembly == typeof(GrainSettings).Assembly);
        foreach (var kind in Enum.GetValues<AccountEventKind>().Where(static k => k != AccountEventKind.None))
            Reach(typeof(AccountEvent).Assembly.GetType($"OrleansTrader.Trading.Accounts.{kind}")!, reachable);

        Assert.Equal(
            reachable.Select(static t => t.ToString()).Order(StringComparer.Ordinal),
            ContractTypes.All.Values.Select(static t => t.ToString()).Order(StringComparer.Ordinal));
        Assert.All(ContractTypes.All, static row => Assert.Equal(row.Key, ContractTypes.NameOf(row.Value)));
    }

    [Fact]
    public void States_areListedByTheirAssembly()
    {
        var stored = typeof(GrainSettings).Assembly.GetTypes().SelectMany(static t => t.GetConstructors()).SelectMany(static c => c.GetParameters())
            .Select(static p => p.ParameterType).Where(static t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IPersistentState<>))
            .Select(static t => t.GetGenericArguments()[0]);

        Assert.All(stored, static t => Assert.True(ContractTypes.Contains(t), t.Name));
    }

    [Fact]
    public void Decode_byName_readsWhatIsListedAndRefusesAllElse()
    {
        var bytes = ContractJson.Encode<AccountCommand>(new CancelOrder(new OrderId(7)));

        Assert.Equal(new CancelOrder(new OrderId(7)), ContractJson.Decode("accountCommand", bytes));
        Assert.Throws<JsonException>(() => ContractJson.Decode("AccountCommand", bytes));
        Assert.Throws<JsonException>(() => ContractJson.Decode("unheardOf", bytes));
        Assert.Throws<JsonException>(() => ContractJson.Decode(typeof(CancelOrder).AssemblyQualifiedName!, bytes));
        Assert.Throws<JsonException>(() => ContractTypes.NameOf(typeof(Uri)));
        Assert.Throws<NotSupportedException>(() => ContractJson.Decode<Outsider>("""{"text":"x"}"""));
        Assert.Throws<NotSupportedException>(() => ContractJson.Encode(new Outsider("x")));
        Assert.Throws<NotSupportedException>(() => ContractJson.Decode<object>("{}"));
        Assert.Throws<NotSupportedException>(() => ContractJson.Decode<List<CancelOrder>>("[]"));
    }

    private sealed record Outsider(string Text);

    private static HashSet<Type> Reachable()
    {
        var reachable = new HashSet<Type>();
        foreach (var method in Contracts.SelectMany(static t => t.GetMethods()))
        {
            foreach (var parameter in method.GetParameters())
                Reach(parameter.ParameterType, reachable);
            if (method.ReturnType.IsGenericType)
                Reach(method.ReturnType.GetGenericArguments()[0], reachable);
        }

        foreach (var carried in new[] { typeof(SymbolUpdate), typeof(AccountUpdate), typeof(TenantUpdate), typeof(AccountEvent), typeof(Trading.Signals.Road.SignalEvent), typeof(ImmutableArray<Trading.PaperExchange.Trigger>) })
            Reach(carried, reachable);
        return reachable;
    }

    private static void Reach(Type type, HashSet<Type> reached)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsGenericType && bare.Namespace?.StartsWith("OrleansTrader", StringComparison.Ordinal) != true)
        {
            foreach (var argument in bare.GetGenericArguments())
                Reach(argument, reached);
            return;
        }

        if (bare.Namespace?.StartsWith("OrleansTrader", StringComparison.Ordinal) != true || !reached.Add(bare))
            return;
        foreach (var derived in bare.Assembly.GetTypes().Concat(typeof(GrainAliases).Assembly.GetTypes()).Where(t => t.BaseType == bare))
            Reach(derived, reached);
        foreach (var property in bare.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.SetMethod is not null))
            Reach(property.PropertyType, reached);
    }
}
