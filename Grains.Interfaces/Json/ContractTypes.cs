using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrleansTrader.Grains.Json;

/// <summary>
/// The closed list of types that may be written and read, each by a name of ours: no type is ever looked up by a name from outside.
/// Names never change and are never given twice. State that an assembly keeps for itself is named by its
/// <see cref="GrainStatesAttribute"/>.
/// </summary>
public static class ContractTypes
{
    private static readonly FrozenDictionary<Type, string> ByType =
        GrainContractTypes.Rows.Concat(TradingContractTypes.Rows).ToFrozenDictionary(static row => row.Type, static row => row.Name);

    private static readonly FrozenDictionary<string, Type> ByName =
        GrainContractTypes.Rows.Concat(TradingContractTypes.Rows).ToFrozenDictionary(static row => row.Name, static row => row.Type, StringComparer.Ordinal);

    private static readonly FrozenSet<Type> Plain = new[]
    {
        typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(DateTimeOffset), typeof(TimeSpan),
        typeof(ImmutableSortedDictionary<string, string>),
    }.ToFrozenSet();

    /// <summary>Every listed type, by its name.</summary>
    public static IReadOnlyDictionary<string, Type> All => ByName;

    /// <summary>The name that goes with a value of this type.</summary>
    /// <exception cref="JsonException">The type is not listed.</exception>
    public static string NameOf(Type type) =>
        ByType.TryGetValue(type, out var name) ? name : throw new JsonException($"{type.Name} is no message of the contract: list it in {nameof(ContractTypes)}");

    /// <exception cref="JsonException">No listed type has this name.</exception>
    public static Type TypeOf(string name) =>
        ByName.TryGetValue(name, out var type) ? type : throw new JsonException($"'{name}' is no message that this version knows");

    /// <summary>Whether values of the type may be written and read, alone or as a part of others.</summary>
    public static bool Contains(Type type) =>
        Plain.Contains(type) || ByType.ContainsKey(type) || (Nullable.GetUnderlyingType(type) is { } bare && Contains(bare))
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) && Contains(type.GetGenericArguments()[0]))
        || type.Assembly.GetCustomAttribute<GrainStatesAttribute>()?.Types.Contains(type) == true;

    /// <summary>Describes the types of the list and no others.</summary>
    internal sealed class Resolver : DefaultJsonTypeInfoResolver
    {
        public override JsonTypeInfo GetTypeInfo(Type type, JsonSerializerOptions options) =>
            Contains(type) ? base.GetTypeInfo(type, options) : null!;
    }
}

/// <summary>State that the grains of an assembly store and nobody else reads.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainStatesAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}
