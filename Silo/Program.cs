using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo;

internal static class Program
{
    /// <returns>0 after a clean end, 2 where the start was refused, 1 after a fault.</returns>
    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            return await new CommandLine().Run(arguments, Service.Run, Verification.Run);
        }
        catch (Exception refused) when (refused is StartupException or FeedException)
        {
            await Console.Error.WriteLineAsync($"error: {refused.Message}");
            return StartupException.ExitCode;
        }
    }
}
