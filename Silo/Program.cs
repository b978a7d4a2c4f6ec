using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo;

internal static class Program
{
    /// <summary>What shells give for a process that Ctrl-C ended.</summary>
    private const int Interrupted = 130;

    private const int Faulted = 1;

    /// <returns>0 after a clean end, 2 where the start was refused, 1 after a fault, 130 where Ctrl-C cut work short.</returns>
    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            return await new CommandLine().Run(arguments, Service.Run, Verification.Run, Rebuild.Run);
        }
        catch (Exception refused) when (refused is StartupException or FeedException)
        {
            await Console.Error.WriteLineAsync($"error: {refused.Message}");
            return StartupException.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return Interrupted;
        }
        catch (Exception fault)
        {
            // A defect, not a refusal: all that is known of it is told, and the process ends in order instead of being torn down.
            await Console.Error.WriteLineAsync($"fault: {fault}");
            return Faulted;
        }
    }
}
