using System.Diagnostics;

namespace OrleansTrader.Grains.Signals;

/// <summary>The walk: one bounded step a turn, in a timer, so that others get their turns in between.</summary>
internal sealed partial class SignalGrain
{
    private ActivityContext _trace;

    private void GoOn()
    {
    }
}
