using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.ClusterRuntime.Contracts;

/// <summary>Names of our types on the wire: those of <see cref="ContractTypes"/> behind a prefix that no type of Orleans has.</summary>
internal static class WireNames
{
    private const string Prefix = "ot.";

    /// <summary>A generic type stands here once, open; its arguments are named by themselves.</summary>
    public static IEnumerable<(string Name, Type Type)> All =>
        ContractTypes.All.Where(static row => !row.Value.IsGenericType).Select(static row => (Prefix + row.Key, row.Value))
            .Append((Prefix + "page`1", typeof(Page<>)));
}
