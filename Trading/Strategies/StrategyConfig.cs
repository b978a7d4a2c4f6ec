using System.Collections.Immutable;

namespace OrleansTrader.Trading.Strategies;

/// <summary>A strategy by name with its parameters as text, as a person writes it: <c>sma-cross fast=10 slow=30</c>.</summary>
/// <param name="Strategy">One of the names that the strategy catalog lists.</param>
/// <param name="Parameters">Parameters that differ from their defaults, by name.</param>
public sealed record StrategyConfig(string Strategy, ImmutableSortedDictionary<string, string> Parameters)
{
    public static StrategyConfig Of(string strategy, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
            map[name] = value;
        return new StrategyConfig(strategy, map.ToImmutable());
    }

    public bool Equals(StrategyConfig? other) =>
        other is not null
        && string.Equals(Strategy, other.Strategy, StringComparison.Ordinal)
        && Parameters.Count == other.Parameters.Count
        && Parameters.All(p => other.Parameters.TryGetValue(p.Key, out var value) && string.Equals(p.Value, value, StringComparison.Ordinal));

    public override int GetHashCode() => HashCode.Combine(Strategy, Parameters.Count);

    public override string ToString() =>
        Parameters.IsEmpty ? Strategy : $"{Strategy} {string.Join(' ', Parameters.Select(static p => $"{p.Key}={p.Value}"))}";
}
