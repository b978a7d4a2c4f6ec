using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Symbols;

/// <summary>
/// Calls of accounts that a symbol owes something: at most so many at once, each account at most one at a time, and again, later and
/// later, until it has answered. Runs on its grain's turns.
/// </summary>
internal sealed class AccountCalls(Func<AccountTriggers, Task<bool>> call, TimeProvider time)
{
    /// <summary>Calls on their way at once; the others wait in line.</summary>
    public const int CallsMax = 64;

    /// <summary>Of them those to one tenant's accounts: the rest stays free for the others.</summary>
    public const int TenantCallsMax = 48;

    /// <summary>First pause after a failed call; it doubles up to <see cref="RetryDelayMax"/>.</summary>
    public static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest pause: a stop is back so soon after an account, or its database, is.</summary>
    public static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(2);

    private readonly CallLine _line = new(TenantCallsMax);
    private readonly Dictionary<AccountKey, AccountTriggers> _failed = [];
    private readonly List<AccountTriggers> _due = [];
    private int _running;
    private bool _isPumping;
    private TaskCompletionSource? _drained;

    /// <summary>Whether calls are on their way or in line; those that failed and wait for their time don't count.</summary>
    public bool IsBusy => _running > 0 || _line.Count > 0;

    /// <summary>Whether an account has yet to answer something, those that failed included.</summary>
    public bool IsOwing
    {
        get
        {
            if (IsBusy)
                return true;
            foreach (var account in _failed.Values)
            {
                if (account.Waits)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Completes when no call is on its way or in line.</summary>
    public Task Drained() => IsBusy
        ? (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
        : Task.CompletedTask;

    public void Add(AccountTriggers account)
    {
        _line.Add(account);
        Pump();
    }

    /// <summary>Makes sure that the account is called at that instant unless it has answered by then.</summary>
    public void Remind(AccountTriggers account, DateTimeOffset at)
    {
        account.RetryAt = at;
        _failed[account.Account] = account;
    }

    /// <summary>Calls again those whose time has come.</summary>
    public void Retry(DateTimeOffset now)
    {
        if (_failed.Count == 0)
            return;
        foreach (var account in _failed.Values)
        {
            if (account.RetryAt <= now || !account.Waits)
                _due.Add(account);
        }

        _due.Sort(static (left, right) => left.Account.CompareTo(right.Account));
        foreach (var account in _due)
        {
            _failed.Remove(account.Account);
            if (account.Waits)
                Add(account);
        }

        _due.Clear();
    }

    // A call that is answered at once comes back here while the loop still runs: the loop goes on by itself.
    private void Pump()
    {
        if (_isPumping)
            return;
        _isPumping = true;
        while (_running < CallsMax && _line.TryTake(out var account))
        {
            if (account.IsCalled || !account.Waits)
            {
                _line.Done(account);
                continue;
            }

            account.IsCalled = true;
            _running++;
            _ = Run(account);
        }

        _isPumping = false;
        if (!IsBusy && _drained is { } drained)
        {
            _drained = null;
            drained.SetResult();
        }
    }

    private async Task Run(AccountTriggers account)
    {
        var isAnswered = await call(account);
        _running--;
        _line.Done(account);
        account.IsCalled = false;
        if (isAnswered)
        {
            account.Failures = 0;
            if (account.Waits)
                _line.Add(account);
        }
        else
        {
            var pause = RetryDelayMin * Math.Pow(2, Math.Min(account.Failures++, 10));
            Remind(account, time.GetUtcNow() + (pause < RetryDelayMax ? pause : RetryDelayMax));
        }

        Pump();
    }
}
