using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>Values of any contract type, every property set to something that is not its default (seed 0: empty lists and nulls).</summary>
internal sealed class Samples
{
    private int _number;

    public object? Make(Type type, int seed)
    {
        if (Nullable.GetUnderlyingType(type) is { } bare)
            return seed == 0 ? null : Make(bare, seed);
        _number++;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue((_number + seed) % Enum.GetValues(type).Length);
        return Simple(type) ?? (type.IsAbstract
            ? Make(type.Assembly.GetTypes().Where(t => t.BaseType == type).OrderBy(static t => t.Name, StringComparer.Ordinal).First(), seed)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                ? List(type.GetGenericArguments()[0], seed)
                : Record(type, seed));
    }

    /// <summary>All properties as text, deeply.</summary>
    public string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        decimal number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        IFormattable simple when value.GetType().IsPrimitive || value is Enum or DateTimeOffset or TimeSpan => simple.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Describe))}]",
        _ when Simple(value.GetType()) is not null => value.ToString()!,
        _ => $"{value.GetType().Name}({string.Join(',', Settable(value.GetType()).Select(p => $"{p.Name}={Describe(p.GetValue(value))}"))})",
    };

    private object? Simple(Type type) => type switch
    {
        _ when type == typeof(string) => $"text '{_number}' ä",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => _number,
        _ when type == typeof(long) => 10_000_000_000L + _number,
        _ when type == typeof(decimal) => 1234.5600m + _number,
        _ when type == typeof(double) => 0.1 + _number,
        _ when type == typeof(DateTimeOffset) => Local.Start.AddTicks(_number),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(_number + 1L),
        _ when type == typeof(Symbol) => Scene.Btc,
        _ when type == typeof(SymbolKey) => Scene.BtcKey,
        _ when type == typeof(TenantId) => Scene.Tenant,
        _ when type == typeof(AccountKey) => Scene.Key("a"),
        _ when type == typeof(AgentKey) => new AgentKey(Scene.Tenant, "agent"),
        _ when type == typeof(VersionKey) => new VersionKey(Scene.Tenant, "trend", "1.2.0"),
        _ when type == typeof(SourceKey) => new SourceKey(Scene.Tenant, "source"),
        _ when type == typeof(SignalKey) => new SignalKey(Scene.Tenant, "0123456789abcdef0123456789abcdef"),
        _ when type == typeof(CommandId) => new CommandId($"c{_number}"),
        _ when type == typeof(OrderId) => new OrderId(_number),
        _ when type == typeof(SymbolSet) => SymbolSet.Parse("BTC-USDT, ETH-USDT"),
        _ when type == typeof(SymbolAmounts) => SymbolAmounts.Parse("BTC-USDT 50000.5, DOGE-USDT 1000"),
        _ when type == typeof(AssetGroups) => AssetGroups.Parse("majors: BTC ETH; memes: DOGE"),
        _ when type == typeof(TradingHours) => TradingHours.Parse("mon-fri 08:00-20:00; sun 22:00-24:00"),
        _ when type == typeof(ImmutableSortedDictionary<string, string>) => StrategyConfig.Of("x", ("fast", "10")).Parameters,
        _ => null,
    };

    private object List(Type item, int seed)
    {
        var array = Array.CreateInstance(item, seed);
        for (var i = 0; i < seed; i++)
            array.SetValue(Make(item, seed == 1 ? 1 : 0), i);
        return typeof(ImmutableArray).GetMethods()
            .Single(static m => m.Name is nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(item).Invoke(null, [array])!;
    }

    private object Record(Type type, int seed)
    {
        var constructor = type.GetConstructors().OrderByDescending(static c => c.GetParameters().Length).FirstOrDefault();
        var made = constructor is null || constructor.GetParameters().Length == 0
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType, seed))]);
        var taken = constructor?.GetParameters().Select(static p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        foreach (var property in Settable(type).Where(p => !taken.Contains(p.Name)))
            property.SetValue(made, Make(property.PropertyType, seed));
        return made;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.SetMethod?.IsPublic == true && p.GetIndexParameters().Length == 0);
}
