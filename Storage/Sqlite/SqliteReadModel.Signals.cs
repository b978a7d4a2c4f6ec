using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Sqlite;

internal sealed partial class SqliteReadModel
{
    public ValueTask<Page<SignalRow>> Signals(TenantId tenant, SignalFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var sql = "SELECT row, told FROM signals WHERE tenant = ?";
        if (filter.Source is not null)
            sql += " AND source = ?";
        if (filter.Symbol is not null)
            sql += " AND symbol = ?";
        if (filter.Stage is not null)
            sql += " AND stage = ?";
        return PageOf($"{sql} AND row < ? ORDER BY row DESC LIMIT ?", Bind, SignalColumns.Read, page, cancellation);

        SqliteStatement Bind(SqliteStatement bind)
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
        One("SELECT road FROM signals WHERE signal = ?", signal.ToString(), SignalColumns.ReadRoad, cancellation);

    public ValueTask<ImmutableArray<SignalRow>> SignalsDue(DateTimeOffset now, int limit, CancellationToken cancellation) => Rows(
        "SELECT told FROM signals WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?",
        bind => bind.Add(now), SignalColumns.Read, limit, cancellation);

    public ValueTask<ImmutableArray<SignalRow>> SignalsSince(
        TenantId tenant, SymbolKey symbol, DateTimeOffset since, int limit, CancellationToken cancellation) => Rows(
        "SELECT told FROM signals WHERE tenant = ? AND symbol = ? AND received_at >= ? ORDER BY received_at DESC LIMIT ?",
        bind => bind.Add(tenant.Value).Add(symbol.ToString()).Add(since), SignalColumns.Read, limit, cancellation);

    public ValueTask<ImmutableArray<SourceTallyRow>> SourceTallies(SourceKey source, CancellationToken cancellation) => List(
        $"SELECT {SourceTallyColumns.List} FROM source_tallies WHERE source = ? ORDER BY symbol, direction LIMIT ?",
        bind => bind.Add(source.ToString()), SourceTallyColumns.Read, cancellation);

    public ValueTask<ImmutableArray<SourceTallyRow>> SourceTallies(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {SourceTallyColumns.List} FROM source_tallies WHERE source >= ? AND source < ? ORDER BY source, symbol, direction LIMIT ?",
        bind => Of(bind, tenant), SourceTallyColumns.Read, cancellation);
}
