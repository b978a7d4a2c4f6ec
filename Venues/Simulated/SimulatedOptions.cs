namespace OrleansTrader.Venues.Simulated;

/// <summary>The invented market; the same seed gives the same prices at the same instants on every machine.</summary>
public sealed record SimulatedOptions
{
    public ulong Seed { get; init; } = 1;
}
