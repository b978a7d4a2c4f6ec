using System.Data.Common;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Logging;

/// <summary>
/// While the database is away, everything that ticks fails again and again for the one reason. The first failure is told in a line; what follows
/// from it is counted until the database answers again, and told as a number.
/// </summary>
internal sealed class StoreOutage
{
    /// <summary>Faults within faults that are looked at.</summary>
    private const int DepthMax = 8;

    private readonly Lock _lock = new();
    private Exception? _first;
    private int _hidden;

    public enum Sight
    {
        /// <summary>Nothing to do with it: told as ever.</summary>
        Other,

        /// <summary>The first of an outage.</summary>
        First,

        /// <summary>One more of it, and counted.</summary>
        Hidden,
    }

    /// <summary>Of this process's logs.</summary>
    public static StoreOutage Process { get; } = new();

    /// <summary>Looks at a fault that is about to be told on the console.</summary>
    public Sight See(Exception? fault)
    {
        lock (_lock)
        {
            if (_first is null && fault is not null && Has(fault, IsOutage))
            {
                _first = fault;
                return Sight.First;
            }

            if (!IsHidden(fault))
                return Sight.Other;
            _hidden++;
            return Sight.Hidden;
        }
    }

    /// <summary>Whether a fault follows from an outage that was told already.</summary>
    public bool IsHidden(Exception? fault)
    {
        lock (_lock)
            return _first is not null && fault is not null && !ReferenceEquals(fault, _first) && Has(fault, Follows);
    }

    /// <summary>The database answers.</summary>
    /// <returns>How many failures were not told; null where it had not been away.</returns>
    public int? End()
    {
        lock (_lock)
        {
            int? hidden = _first is null ? null : _hidden;
            (_first, _hidden) = (null, 0);
            return hidden;
        }
    }

    private static bool IsOutage(Exception fault) => fault is DbException { IsTransient: true };

    // Once it is away: whoever was refused by the journal, lost a lease or waited in vain.
    private static bool Follows(Exception fault) => fault is DbException or JournalException or LeaseLostException or TimeoutException;

    private static bool Has(Exception fault, Func<Exception, bool> holds)
    {
        var within = fault;
        for (var depth = 0; within is not null && depth < DepthMax; depth++, within = within.InnerException)
        {
            if (holds(within))
                return true;
        }

        return false;
    }
}
