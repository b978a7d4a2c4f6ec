using System.Collections.Concurrent;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>Keeps a label's values few where users or tenants choose them: the first ones stand for themselves, all further ones share one.</summary>
/// <param name="namesMax">Values that stand for themselves.</param>
public sealed class BoundedNames(int namesMax)
{
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public string Of(string name)
    {
        if (_names.TryGetValue(name, out var known))
            return known;

        // Two that come at once may both find the last place: the bound is passed by no more than the threads.
        return _names.Count < namesMax ? _names.GetOrAdd(name, name) : Other;
    }
}
