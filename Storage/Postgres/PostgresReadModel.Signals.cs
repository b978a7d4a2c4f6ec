using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Postgres;

internal sealed partial class PostgresReadModel
{
    public ValueTask<Page<SignalRow>> Signals(TenantId tenant, SignalFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var sql = "SELECT row, told FROM signals WHERE tenant = $1";
        var last = 1;
        if (filter.Source is not null)
            sql += And("source");
        if (filter.Symbol is not null)
            sql += And("symbol");
        if (filter.Stage is not null)
            sql += And("stage");
        sql = string.Create(CultureInfo.InvariantCulture, $"{sql} AND row < ${last + 1} ORDER BY row DESC LIMIT ${last + 2}");
        return PageOf(sql, Bind, SignalColumns.Read, page, cancellation);

        string And(string column) => string.Create(CultureInfo.InvariantCulture, $" AND {column} = ${++last}");

        Query Bind(Query bind)
        {
            bind.Add(tenant.Value);
            if (filter.Source is { } source)
                bind.Add(source);
            if (filter.Symbol is { } symbol)
                bind.Add(symbol.ToString());
            if (filter.Stage is { } stage)
                bind.Add((long)stage);
            return bind;
        }
    }

    public ValueTask<SignalRow?> Signal(SignalKey signal, CancellationToken cancellation) =>
        One("SELECT road FROM signals WHERE signal = $1", signal.ToString(), SignalColumns.ReadRoad, cancellation);

    public ValueTask<ImmutableArray<SignalRow>> SignalsDue(DateTimeOffset now, int limit, CancellationToken cancellation) => Rows(
        "SELECT told FROM signals WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at LIMIT $2",
        bind => bind.Add(now), SignalColumns.Read, limit, cancellation);

    public ValueTask<ImmutableArray<SignalRow>> SignalsSince(
        TenantId tenant, SymbolKey symbol, DateTimeOffset since, int limit, CancellationToken cancellation) => Rows(
        "SELECT told FROM signals WHERE tenant = $1 AND symbol = $2 AND received_at >= $3 ORDER BY received_at DESC LIMIT $4",
        bind => bind.Add(tenant.Value).Add(symbol.ToString()).Add(since), SignalColumns.Read, limit, cancellation);

    public ValueTask<ImmutableArray<SourceTallyRow>> SourceTallies(SourceKey source, CancellationToken cancellation) => List(
        $"SELECT {SourceTallyColumns.List} FROM source_tallies WHERE source = $1 ORDER BY symbol, direction LIMIT $2",
        bind => bind.Add(source.ToString()), SourceTallyColumns.Read, cancellation);

    public ValueTask<ImmutableArray<SourceTallyRow>> SourceTallies(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {SourceTallyColumns.List} FROM source_tallies WHERE source >= $1 AND source < $2 ORDER BY source, symbol, direction LIMIT $3",
        bind => Of(bind, tenant), SourceTallyColumns.Read, cancellation);
}
