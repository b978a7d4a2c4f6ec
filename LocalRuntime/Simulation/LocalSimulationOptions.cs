namespace OrleansTrader.LocalRuntime;

/// <summary>Settings of a simulation.</summary>
public sealed class LocalSimulationOptions
{
    /// <summary>Decides everything that is left to chance: the injected faults.</summary>
    public ulong Seed { get; set; }

    /// <summary>The instant at which virtual time begins.</summary>
    public DateTimeOffset Start { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Priority of a grain's timers among what is due at one instant; lower is earlier. The key is the grain id.</summary>
    public Func<GrainId, int> TimerPriority { get; set; } = static _ => GrainTimerPriority;

    /// <summary>The most virtual time that one <see cref="LocalSimulation.Run(Func{Task})"/> may take.</summary>
    public TimeSpan RunSpanMax { get; set; } = TimeSpan.FromDays(3660);

    /// <summary>Faults to inject; none unless set.</summary>
    public LocalFaults? Faults { get; set; }

    /// <summary>Priority of grain timers unless <see cref="TimerPriority"/> says otherwise.</summary>
    public const int GrainTimerPriority = 100;

    /// <summary>Priority of reminders.</summary>
    public const int ReminderPriority = 200;
}

/// <summary>Faults that a simulation injects, as probabilities from 0 to 1, drawn from its seed.</summary>
public sealed class LocalFaults
{
    /// <summary>A call is refused before its method runs: <see cref="OrleansMessageRejectionException"/>.</summary>
    public double FailCall { get; set; }

    /// <summary>Which calls may fail, by target and method name; all unless set.</summary>
    public Func<GrainId, string, bool>? MayFail { get; set; }

    /// <summary>An activation ends after a call.</summary>
    public double DeactivateAfterCall { get; set; }

    /// <summary>A stream's item doesn't reach a subscription.</summary>
    public double DropStreamItem { get; set; }

    /// <summary>A stream's item reaches a subscription twice.</summary>
    public double DuplicateStreamItem { get; set; }

    /// <summary>A stream's item reaches a subscription late, after up to <see cref="StreamDelayMax"/>.</summary>
    public double DelayStreamItem { get; set; }

    public TimeSpan StreamDelayMax { get; set; } = TimeSpan.FromSeconds(1);
}
