using System.Diagnostics.CodeAnalysis;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Symbols;

/// <summary>
/// Accounts that wait to be called, by tenant: tenants take turns, and none has more than its share of calls on their way, so that a storm of one
/// tenant's triggers, or its slow accounts, hold up nobody else's. One tenant's accounts are called in the order in which they came.
/// </summary>
/// <param name="tenantCallsMax">Calls of one tenant's accounts on their way at once.</param>
internal sealed class CallLine(int tenantCallsMax)
{
    private readonly Dictionary<TenantId, Lane> _lanes = [];
    private readonly Queue<Lane> _turns = new();

    /// <summary>Accounts that wait.</summary>
    public int Count { get; private set; }

    public void Add(AccountTriggers account)
    {
        var lane = LaneOf(account);
        lane.Waiting.Enqueue(account);
        Count++;
        TakePlace(lane);
    }

    /// <summary>The next account that may be called; whoever takes it says <see cref="Done"/> when it has been, or was not.</summary>
    public bool TryTake([NotNullWhen(true)] out AccountTriggers? account)
    {
        account = null;
        if (!_turns.TryDequeue(out var lane))
            return false;
        lane.HasPlace = false;
        account = lane.Waiting.Dequeue();
        Count--;
        lane.Running++;
        TakePlace(lane);
        return true;
    }

    public void Done(AccountTriggers account)
    {
        var lane = LaneOf(account);
        lane.Running--;
        TakePlace(lane);
        if (lane is { Running: 0, Waiting.Count: 0 })
            _lanes.Remove(account.Account.Tenant);
    }

    private void TakePlace(Lane lane)
    {
        if (lane.HasPlace || lane.Waiting.Count == 0 || lane.Running >= tenantCallsMax)
            return;
        lane.HasPlace = true;
        _turns.Enqueue(lane);
    }

    private Lane LaneOf(AccountTriggers account)
    {
        if (!_lanes.TryGetValue(account.Account.Tenant, out var lane))
            _lanes.Add(account.Account.Tenant, lane = new Lane());
        return lane;
    }

    private sealed class Lane
    {
        public Queue<AccountTriggers> Waiting { get; } = new();

        public int Running { get; set; }

        /// <summary>Whether it stands in the order of turns.</summary>
        public bool HasPlace { get; set; }
    }
}
