using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage;

internal static class LeaseNames
{
    /// <exception cref="JournalException">A name that no lease may have.</exception>
    public static void Check(string name, string holder)
    {
        if (name is not { Length: > 0 and <= Lease.NameLengthMax })
            throw new JournalException($"lease '{name}' must have 1 to {Lease.NameLengthMax} characters");
        if (holder is not { Length: > 0 and <= Lease.NameLengthMax })
            throw new JournalException($"holder '{holder}' of lease '{name}' must have 1 to {Lease.NameLengthMax} characters");
    }
}
