using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.States;

/// <summary>One process holds the database, so that it always gets what it asks for; epochs are kept, and grow with every start.</summary>
internal sealed class SqliteLeases(IBooks books) : ILeases
{
    private readonly Dictionary<string, Lease> _held = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);

    public async ValueTask<Lease?> TryTake(string name, string holder, TimeSpan duration, CancellationToken cancellation)
    {
        LeaseNames.Check(name, holder);
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_held.TryGetValue(name, out var held) && string.Equals(held.Holder, holder, StringComparison.Ordinal))
                return held;
            var epoch = await books.Write(writer => writer.Guarded(guarded => NextEpoch(guarded.Database, name)));
            return _held[name] = new Lease(name, holder, epoch);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<bool> Renew(Lease lease, TimeSpan duration, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return _held.TryGetValue(lease.Name, out var held) && held == lease;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask Release(Lease lease, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_held.TryGetValue(lease.Name, out var held) && held == lease)
                _held.Remove(lease.Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static long NextEpoch(SqliteDatabase database, string name)
    {
        database.Prepared("INSERT INTO leases(name, epoch) VALUES (?, 1) ON CONFLICT(name) DO UPDATE SET epoch = epoch + 1").Add(name).Run();
        return database.Prepared("SELECT epoch FROM leases WHERE name = ?").Add(name).First(static row => row.Long());
    }
}
