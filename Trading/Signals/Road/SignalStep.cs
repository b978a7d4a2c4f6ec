namespace OrleansTrader.Trading.Signals.Road;

/// <summary>One step of a signal's road as people read it.</summary>
/// <param name="Subscriber">Whose leg it is, e.g. <c>account/main</c>; null for the common part.</param>
/// <param name="Reason">The named code of the step or refusal.</param>
/// <param name="Detail">Figures and words; at most <see cref="DetailLengthMax"/> characters.</param>
public sealed record SignalStep(DateTimeOffset At, SignalReason Reason, string? Subscriber, string Detail)
{
    public const int DetailLengthMax = 300;
}
