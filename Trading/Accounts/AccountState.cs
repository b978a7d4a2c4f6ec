using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Why an account takes no new risk.</summary>
public enum HaltCause
{
    None,
    Requested,
    DailyLoss,
    Drawdown,

    /// <summary>For good: the account only stays to be read.</summary>
    Archived,
}

/// <summary>
/// An account's books. Changed by the ledger alone; readers get read-only views. One writer; not thread-safe.
/// </summary>
public sealed class AccountState
{
    /// <summary>Most orders in force at once.</summary>
    public const int OpenOrdersMax = 200;

    /// <summary>Most symbols that an account can ever touch.</summary>
    public const int SymbolsMax = 64;

    private Order[] _orders = [];
    private Position[] _positions = [];
    private int _orderCount;
    private int _positionCount;

    /// <summary>Number of events applied.</summary>
    public long Version { get; internal set; }

    /// <summary>Null until the account is opened.</summary>
    public string? Currency { get; internal set; }

    public bool IsOpened => Currency is not null;

    /// <summary>Includes what isolated positions and open orders set aside.</summary>
    public decimal Cash { get; internal set; }

    /// <summary>Opening cash and deposits less withdrawals.</summary>
    public decimal Deposited { get; internal set; }

    /// <summary>Profit of reductions, before fees and funding.</summary>
    public decimal Realised { get; internal set; }

    /// <summary>Positive is paid.</summary>
    public decimal Fees { get; internal set; }

    /// <summary>Positive is received.</summary>
    public decimal Funding { get; internal set; }

    public decimal DeficitAbsorbed { get; internal set; }

    /// <summary>Sum of price × quantity of all fills.</summary>
    public decimal Turnover { get; internal set; }

    public HaltCause Halt { get; internal set; }

    public string HaltReason { get; internal set; } = string.Empty;

    public bool IsHalted => Halt != HaltCause.None;

    public bool IsArchived => Halt == HaltCause.Archived;

    /// <summary>Rules, and what is tripped; null where the account has neither.</summary>
    public BreakerBook? Breakers { get; internal set; }

    /// <summary>When the account was last begun anew; null where it never was. Results count from there.</summary>
    public DateTimeOffset? ResetAt { get; internal set; }

    /// <summary>The owner's own.</summary>
    public AccountLimits Limits
    {
        get;
        internal set
        {
            field = value;
            Reckon();
        }
    } = AccountLimits.None;

    /// <summary>Those that agents bring, ascending by name.</summary>
    public ImmutableArray<AgentLimits> AgentLimits
    {
        get;
        internal set
        {
            field = value;
            Reckon();
        }
    } = [];

    /// <summary>The strictest of all: what the risk policy goes by.</summary>
    public AccountLimits LimitsInForce { get; private set; } = AccountLimits.None;

    /// <summary>Whether any limit is in force.</summary>
    internal bool IsLimited { get; private set; }

    /// <summary>When orders that open were accepted last, while their number is limited.</summary>
    internal OpeningTimes Openings;

    /// <summary>The highest equity journaled, shifted by deposits and withdrawals.</summary>
    public decimal PeakEquity { get; internal set; }

    /// <summary>Equity at the start of <see cref="Day"/>, shifted by deposits and withdrawals.</summary>
    public decimal DayStartEquity { get; internal set; }

    internal long DayTicks { get; set; }

    /// <summary>Midnight UTC of the day that <see cref="DayStartEquity"/> belongs to.</summary>
    public DateTimeOffset Day => new(DayTicks, TimeSpan.Zero);

    internal long LastOrderId { get; set; }

    /// <summary>Parent orders in force, ascending by id.</summary>
    public ImmutableArray<ParentOrder> Parents { get; internal set; } = [];

    /// <summary>Orders in force, ascending by id.</summary>
    public ReadOnlySpan<Order> Orders => _orders.AsSpan(0, _orderCount);

    /// <summary>Positions and settings, ascending by symbol; flat ones too.</summary>
    public ReadOnlySpan<Position> Positions => _positions.AsSpan(0, _positionCount);

    internal Span<Order> OrdersRaw => _orders.AsSpan(0, _orderCount);

    internal Span<Position> PositionsRaw => _positions.AsSpan(0, _positionCount);

    /// <summary>Margin set aside for orders in force.</summary>
    public decimal ReservedMargin
    {
        get
        {
            var sum = 0m;
            foreach (ref readonly var order in Orders)
                sum += order.Reserved;
            return sum;
        }
    }

    /// <summary>Index into <see cref="Orders"/>, or −1.</summary>
    public int IndexOf(OrderId id)
    {
        int low = 0, high = _orderCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = _orders[middle].Id;
            if (order == id)
                return middle;
            if (order < id)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>Index into <see cref="Positions"/>, or −1 where the account never touched the symbol.</summary>
    public int IndexOf(Symbol symbol)
    {
        for (var i = 0; i < _positionCount; i++)
        {
            if (_positions[i].Symbol == symbol)
                return i;
        }

        return -1;
    }

    /// <summary>Signed base quantity held of <paramref name="symbol"/>.</summary>
    public decimal HeldOf(Symbol symbol)
    {
        var index = IndexOf(symbol);
        return index < 0 ? 0m : _positions[index].Quantity;
    }

    /// <summary>The set of exits that the order is one of; null where it is of none.</summary>
    internal PositionExits? ExitsOf(in Order order) =>
        order.Group < 0 && IndexOf(order.Symbol) is >= 0 and var index && _positions[index].Exits is { } exits && exits.Group == order.Group ? exits : null;

    /// <summary>The limits that an agent brings; null where it brings none.</summary>
    public AccountLimits? LimitsOf(string agent)
    {
        foreach (var brought in AgentLimits)
        {
            if (string.Equals(brought.Agent, agent, StringComparison.Ordinal))
                return brought.Limits;
        }

        return null;
    }

    /// <param name="limits">Null takes them back.</param>
    internal void SetAgentLimits(string agent, AccountLimits? limits)
    {
        var others = AgentLimits.RemoveAll(brought => string.Equals(brought.Agent, agent, StringComparison.Ordinal));
        AgentLimits = limits is null
            ? others
            : others.Add(new AgentLimits(agent, limits)).Sort(static (one, other) => string.CompareOrdinal(one.Agent, other.Agent));
    }

    // Set here and not where it is read, which is with every quote.
    private void Reckon()
    {
        var strictest = Limits;
        foreach (var brought in AgentLimits)
            strictest = strictest.And(brought.Limits);
        LimitsInForce = strictest;
        IsLimited = !strictest.IsNone;
    }

    /// <summary>Null where no such parent order is in force.</summary>
    public ParentOrder? FindParent(OrderId id)
    {
        foreach (var parent in Parents)
        {
            if (parent.Id == id)
                return parent;
        }

        return null;
    }

    internal void AddOrder(in Order order)
    {
        if (_orderCount == _orders.Length)
            Array.Resize(ref _orders, Math.Max(4, _orderCount * 2));
        _orders[_orderCount++] = order;
    }

    internal void RemoveOrderAt(int index)
    {
        Array.Copy(_orders, index + 1, _orders, index, _orderCount - index - 1);
        _orders[--_orderCount] = default;
    }

    /// <summary>The symbol's slot, made if absent.</summary>
    internal ref Position SlotOf(Symbol symbol)
    {
        var index = IndexOf(symbol);
        if (index >= 0)
            return ref _positions[index];
        if (_positionCount == _positions.Length)
            Array.Resize(ref _positions, Math.Max(1, _positionCount * 2));
        index = _positionCount;
        while (index > 0 && _positions[index - 1].Symbol > symbol)
        {
            _positions[index] = _positions[index - 1];
            index--;
        }

        _positions[index] = new Position { Symbol = symbol, EntryNote = OrderNote.None };
        _positionCount++;
        return ref _positions[index];
    }

    /// <summary>Makes this the same as <paramref name="other"/>, reusing its own arrays; shares nothing that changes.</summary>
    public void CopyFrom(AccountState other)
    {
        Version = other.Version;
        Currency = other.Currency;
        Cash = other.Cash;
        Deposited = other.Deposited;
        Realised = other.Realised;
        Fees = other.Fees;
        Funding = other.Funding;
        DeficitAbsorbed = other.DeficitAbsorbed;
        Turnover = other.Turnover;
        ResetAt = other.ResetAt;
        Halt = other.Halt;
        HaltReason = other.HaltReason;
        Breakers = other.Breakers;
        CopyLimits(other);
        Openings.CopyFrom(other.Openings);
        PeakEquity = other.PeakEquity;
        DayStartEquity = other.DayStartEquity;
        DayTicks = other.DayTicks;
        LastOrderId = other.LastOrderId;
        Parents = other.Parents;
        CopyOrders(other);
        CopyPositions(other);
    }

    private void CopyLimits(AccountState other)
    {
        if (!ReferenceEquals(Limits, other.Limits))
            Limits = other.Limits;
        if (AgentLimits != other.AgentLimits)
            AgentLimits = other.AgentLimits;
    }

    private void CopyOrders(AccountState other)
    {
        if (_orders.Length < other._orderCount)
            _orders = new Order[other._orders.Length];
        else if (_orderCount > other._orderCount)
            Array.Clear(_orders, other._orderCount, _orderCount - other._orderCount);
        Array.Copy(other._orders, _orders, other._orderCount);
        _orderCount = other._orderCount;
    }

    private void CopyPositions(AccountState other)
    {
        if (_positions.Length < other._positionCount)
            Array.Resize(ref _positions, other._positions.Length);
        for (var i = 0; i < other._positionCount; i++)
        {
            ref var mine = ref _positions[i];
            var held = mine.Held;
            var funded = mine.Funded;
            mine = other._positions[i];
            held.CopyFrom(mine.Held);
            funded.CopyFrom(mine.Funded);
            mine.Held = held;
            mine.Funded = funded;
        }

        _positionCount = other._positionCount;
    }
}
