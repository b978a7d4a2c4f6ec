using Microsoft.Extensions.Logging;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Accounts;

/// <summary>A trade that a signal opened and that is closed: the signal is told at once, and is scored without waiting for its next look.</summary>
internal sealed partial class AccountGrain
{
    private void TellSignals(AccountRowWriter? writer)
    {
        if (writer is null)
            return;
        foreach (var trade in writer.Trades)
        {
            if (SignalCause.TryRead(trade.EntryCause, out var id))
                _ = Tell(new SignalKey(_key.Tenant, id));
        }

        // Not awaited: a signal may wait for this account. One that is not told looks by itself.
        async Task Tell(SignalKey signal)
        {
            try
            {
                await GrainFactory.Signal(signal).Resume();
            }
            catch (Exception fault)
            {
                LogSignalNotTold(logger, signal, $"{fault.GetType().Name}: {fault.Message}");
            }
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Signal {Signal} could not be told of its closed trade; it finds it at its next look. {Fault}")]
    private static partial void LogSignalNotTold(ILogger logger, SignalKey signal, string fault);
}
