using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo;

internal static class Service
{
    public static Task<int> Run(SiloOptions options, CancellationToken cancellation) => Task.FromResult(0);
}

internal static class Verification
{
    public static Task<int> Run(string directory, string? feed, CancellationToken cancellation) => Task.FromResult(0);
}
