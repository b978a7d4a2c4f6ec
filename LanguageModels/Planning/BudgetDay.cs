namespace OrleansTrader.LanguageModels.Planning;

/// <summary>One tenant's budget on one day (UTC): what is spent of it, and what is set aside for questions that are out.</summary>
internal sealed class BudgetDay(DateTimeOffset begin, decimal spent)
{
    private readonly Lock _lock = new();
    private decimal _spent = spent;
    private decimal _reserved;

    public DateTimeOffset Begin => begin;

    public (decimal Spent, decimal Reserved) Sums
    {
        get
        {
            lock (_lock)
                return (_spent, _reserved);
        }
    }

    /// <summary>Sets dollars aside, unless they would not fit into the budget beside all else.</summary>
    public bool TryReserve(decimal dollars, decimal budget)
    {
        lock (_lock)
        {
            if (_spent + _reserved + dollars > budget)
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
            _spent += cost;
        }
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
