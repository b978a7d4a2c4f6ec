using OrleansTrader.Grains.Signals;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class SignalTable
{
    public static void Write(SqliteDatabase database, SignalRow row) => database
        .Prepared(
            "INSERT INTO signals(signal, tenant, source, symbol, stage, received_at, due_at, told, road) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            + "ON CONFLICT(signal) DO UPDATE SET stage = excluded.stage, due_at = excluded.due_at, told = excluded.told, road = excluded.road")
        .Add(row.Key.ToString()).Add(row.Key.Tenant.Value).Add(row.Source).Add(row.Symbol.ToString()).Add((long)row.Stage).Add(row.ReceivedAt)
        .Add(row.DueAt?.UtcTicks).Add(SignalColumns.Told(row)).Add(SignalColumns.Road(row)).Run();
}

internal static class SourceTallyTable
{
    /// <summary>Adds to what is there: a commit's rows are written once.</summary>
    public static void Write(SqliteDatabase database, SourceTallyRow row) => database
        .Prepared(
            $"INSERT INTO source_tallies({SourceTallyColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(source, symbol, direction) DO UPDATE SET "
            + "won = won + excluded.won, lost = lost + excluded.lost, not_taken = not_taken + excluded.not_taken, on_paper = on_paper + excluded.on_paper, "
            + "micro_r = micro_r + excluded.micro_r, last_at = max(last_at, excluded.last_at)")
        .Add(row.Source.ToString()).Add(row.Symbol.ToString()).Add((long)row.Direction).Add(row.Won).Add(row.Lost).Add(row.NotTaken).Add(row.OnPaper)
        .Add(SourceTallyColumns.Micros(row.SumR)).Add(row.LastAt).Run();
}
