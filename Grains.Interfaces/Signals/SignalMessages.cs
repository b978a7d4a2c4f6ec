using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Signals;

/// <summary>What a signal that was handed in became.</summary>
/// <param name="Key">The signal's; of a duplicate, the first one's.</param>
/// <param name="IsFirst">False where the same alert was received before; nothing was changed then.</param>
/// <param name="Fault">Why it is not known whether it is durable, in plain words: hand it in again. Null where it is durable.</param>
public sealed record SignalReceipt(SignalKey Key, bool IsFirst, DateTimeOffset At, string? Fault = null)
{
    public bool IsDurable => Fault is null;
}

/// <summary>A signal took a step on its road.</summary>
public sealed record SignalChanged(TenantId Tenant, DateTimeOffset At, SignalRow Signal) : TenantUpdate(Tenant, At);
