using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// The caller's buffer for one decision: the events, and the state after them. Reused; not thread-safe. Pool one a thread or
/// engine, not one an account.
/// </summary>
public sealed class EventBuffer
{
    private AccountEvent[] _events = new AccountEvent[8];
    private decimal _used;

    public int Count { get; private set; }

    public ReadOnlySpan<AccountEvent> Events => _events.AsSpan(0, Count);

    public ref readonly AccountEvent this[int index] => ref _events[index];

    /// <summary>The state after the events; valid until the next decision.</summary>
    public AccountState After { get; } = new();

    /// <summary>What the risk policy said of this decision's orders: of several, what was refused, or the one nearest to a limit.</summary>
    internal RiskVerdict? Verdict { get; private set; }

    internal void Judge(in RiskTally tally)
    {
        if (tally.IsEmpty || (Verdict is not null && tally.Used <= _used))
            return;
        _used = tally.Used;
        Verdict = tally.Verdict();
    }

    internal void Begin(AccountState state)
    {
        Clear();
        (Verdict, _used) = (null, 0m);
        After.CopyFrom(state);
    }

    internal void Emit(in AccountEvent happened)
    {
        if (Count == _events.Length)
            Array.Resize(ref _events, Count * 2);
        _events[Count++] = happened;
        Ledger.Apply(After, happened);
    }

    internal void Clear()
    {
        Array.Clear(_events, 0, Count);
        Count = 0;
    }
}
