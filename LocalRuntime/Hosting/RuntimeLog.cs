using Microsoft.Extensions.Logging;

namespace OrleansTrader.LocalRuntime.Hosting;

/// <summary>All that the runtime says to the operator.</summary>
internal sealed partial class RuntimeLog(ILogger<LocalSilo> logger)
{
    [LoggerMessage(1, LogLevel.Error, "{Grain} could not be activated; its next call makes a new activation.")]
    internal partial void ActivationFailed(Exception exception, GrainId grain);

    [LoggerMessage(2, LogLevel.Warning, "{Grain} did not end cleanly; it is gone all the same.")]
    internal partial void DeactivationFailed(Exception exception, GrainId grain);

    [LoggerMessage(3, LogLevel.Error, "A timer of {Grain} failed; it ticks on.")]
    internal partial void TimerFailed(Exception exception, GrainId grain);

    [LoggerMessage(4, LogLevel.Error, "Reminder {Reminder} of {Grain} failed; it comes again after its period.")]
    internal partial void ReminderFailed(Exception exception, GrainId grain, string reminder);

    [LoggerMessage(5, LogLevel.Error, "An item of stream {Stream} was not taken by {Subscriber}.")]
    internal partial void DeliveryFailed(Exception exception, StreamId stream, GrainId subscriber);

    [LoggerMessage(6, LogLevel.Warning, "{Subscriber} is too slow for stream {Stream}: an item was dropped.")]
    internal partial void StreamItemLost(StreamId stream, GrainId subscriber);

    [LoggerMessage(7, LogLevel.Error, "Internal work failed: {What}.")]
    internal partial void WorkFailed(Exception exception, string what);

    [LoggerMessage(8, LogLevel.Warning, "{Count} activations were still there when the silo's time to stop was over.")]
    internal partial void StoppedLate(int count);

    [LoggerMessage(9, LogLevel.Error, "One-way call {Method} of {Grain} failed; its caller does not know.")]
    internal partial void OneWayFailed(Exception exception, string method, GrainId grain);
}
