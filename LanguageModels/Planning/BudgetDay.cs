namespace OrleansTrader.LanguageModels.Planning;

/// <summary>
/// One tenant's budget on one day (UTC): what is spent of it, here and by the service's other processes, and what is set aside for questions
/// that are out. What others spend is known as of the last reading of the records: while somebody does, at most half of what was left then is
/// given away here until the next one.
/// </summary>
/// <param name="spent">What the records say at first.</param>
/// <param name="readAt">When they said it.</param>
internal sealed class BudgetDay(DateTimeOffset begin, decimal spent, DateTimeOffset readAt)
{
    private readonly Lock _lock = new();
    private readonly decimal _before = spent;
    private DateTimeOffset _readAt = readAt;
    private decimal _own;
    private decimal _others;
    private decimal _ownAtReading;
    private decimal _reserved;

    public DateTimeOffset Begin => begin;

    public (decimal Spent, decimal Reserved) Sums
    {
        get
        {
            lock (_lock)
                return (_before + _own + _others, _reserved);
        }
    }

    /// <summary>Sets dollars aside, unless they would not fit into the budget beside all else.</summary>
    public bool TryReserve(decimal dollars, decimal budget)
    {
        lock (_lock)
        {
            if (_before + _own + _others + _reserved + dollars > budget)
                return false;
            var leftAtReading = budget - _before - _ownAtReading - _others;
            if (_others > 0m && _own - _ownAtReading + _reserved + dollars > leftAtReading / 2m)
                return false;
            _reserved += dollars;
            return true;
        }
    }

    public void Settle(decimal reserved, decimal cost)
    {
        lock (_lock)
        {
            _reserved -= reserved;
            _own += cost;
        }
    }

    /// <summary>Whether the records are to be read again by the caller: of many at once, by one.</summary>
    /// <param name="own">What was spent here so far, to be told back with what the records say.</param>
    public bool TryRead(DateTimeOffset now, TimeSpan after, out decimal own)
    {
        lock (_lock)
        {
            own = _own;
            if (now - _readAt < after)
                return false;
            _readAt = now;
            return true;
        }
    }

    /// <summary>What the records say now; what is beyond what was spent here is others'. It only grows: costs of here may be in the records later.</summary>
    public void Read(decimal recorded, decimal own)
    {
        lock (_lock)
        {
            _others = Math.Max(_others, recorded - _before - own);
            _ownAtReading = own;
        }
    }

    /// <summary>The records could not be read: whoever comes next tries.</summary>
    public void ReadAgain()
    {
        lock (_lock)
            _readAt = DateTimeOffset.MinValue;
    }
}

/// <summary>What is set aside for one question, on the day on which it was asked. Given back whole where it is never settled.</summary>
internal sealed class BudgetShare(BudgetDay day, decimal dollars) : IDisposable
{
    private bool _isSettled;

    /// <summary>Puts what the answer cost in the place of the estimate; a second time changes nothing.</summary>
    public void Settle(decimal cost)
    {
        if (_isSettled)
            return;
        _isSettled = true;
        day.Settle(dollars, cost);
    }

    public void Dispose() => Settle(0m);
}
