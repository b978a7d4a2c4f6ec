using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.States;

/// <summary>Leases as rows; whether one has run out is told by the database's clock alone, so that those of the silos may differ.</summary>
internal sealed class PostgresLeases(PostgresDatabase database) : ILeases
{
    private const string Take =
        "INSERT INTO leases(name, holder, epoch, until) VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond') "
        + "ON CONFLICT(name) DO UPDATE SET holder = excluded.holder, until = excluded.until, "
        + "epoch = leases.epoch + CASE WHEN leases.holder = excluded.holder AND leases.until > clock_timestamp() THEN 0 ELSE 1 END "
        + "WHERE leases.holder = excluded.holder OR leases.until <= clock_timestamp() RETURNING epoch";

    private const string Prolong =
        "UPDATE leases SET until = clock_timestamp() + $4 * interval '1 millisecond' "
        + "WHERE name = $1 AND holder = $2 AND epoch = $3 AND until > clock_timestamp()";

    private const string GiveUp = "UPDATE leases SET until = '-infinity' WHERE name = $1 AND holder = $2 AND epoch = $3";

    public async ValueTask<Lease?> TryTake(string name, string holder, TimeSpan duration, CancellationToken cancellation)
    {
        LeaseNames.Check(name, holder);
        var epoch = await database.First(
            new Query(Take).Add(name).Add(holder).Add((long)duration.TotalMilliseconds), static row => row.Long(), cancellation);
        return epoch == 0 ? null : new Lease(name, holder, epoch);
    }

    public async ValueTask<bool> Renew(Lease lease, TimeSpan duration, CancellationToken cancellation) =>
        await database.Execute(Of(Prolong, lease).Add((long)duration.TotalMilliseconds), cancellation) > 0;

    public async ValueTask Release(Lease lease, CancellationToken cancellation) => await database.Execute(Of(GiveUp, lease), cancellation);

    private static Query Of(string sql, Lease lease) => new Query(sql).Add(lease.Name).Add(lease.Holder).Add(lease.Epoch);
}
