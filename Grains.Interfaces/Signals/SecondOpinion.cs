using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>A signal as an agent is shown it.</summary>
/// <param name="Levels">Null where nothing is to be entered.</param>
/// <param name="At">When the road came to this agent; the same for the same signal.</param>
public sealed record SignalBrief(SignalKey Key, Signal Signal, TradeLevels? Levels, decimal Confidence, DateTimeOffset At);

public enum OpinionVerdict
{
    /// <summary>The planner would trade the same side now, or holds it.</summary>
    Agrees,

    /// <summary>It would leave the symbol as it is.</summary>
    Neutral,

    /// <summary>It would trade the other side, or close what is held on the signal's.</summary>
    Contradicts,

    /// <summary>It cannot be asked; the words say why.</summary>
    None,
}

/// <summary>What an agent's planner thinks of a signal.</summary>
/// <param name="Words">Its reason, at most <see cref="SignalStep.DetailLengthMax"/> characters.</param>
public sealed record SecondOpinion(OpinionVerdict Verdict, string Words);

/// <summary>An agent's answer to being asked.</summary>
/// <param name="Opinion">Null: it comes later, to <see cref="ISignalGrain.OnOpinion"/>.</param>
public sealed record OpinionReply(SecondOpinion? Opinion);
