using OrleansTrader.Grains;

namespace OrleansTrader.Silo.Hosting;

/// <summary>What comes first at one instant of virtual time, after the market: symbols' and accounts' timers, then agents by key.</summary>
internal static class Priorities
{
    private const int SymbolTimers = 20;
    private const int AccountTimers = 30;
    private const int AgentTimers = 40;
    private const int OtherTimers = 50;

    public static int OfTimers(string grainType) => grainType switch
    {
        GrainTypes.Symbol => SymbolTimers,
        GrainTypes.Account => AccountTimers,
        GrainTypes.Agent => AgentTimers,
        _ => OtherTimers,
    };
}
