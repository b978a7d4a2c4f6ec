using OrleansTrader.Grains.Signals;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

internal static class SignalTable
{
    public static readonly string Upsert = Unnest.Insert(
        "signals", "signal, tenant, source, symbol, stage, received_at, due_at, told, road", "ttttlllbb",
        "ON CONFLICT(signal) DO UPDATE SET stage = excluded.stage, due_at = excluded.due_at, told = excluded.told, road = excluded.road");

    public static void Add(Columns to, SignalRow row) => to.Add(row.Key.ToString()).Add(row.Key.Tenant.Value).Add(row.Source).Add(row.Symbol.ToString())
        .Add((long)row.Stage).Add(row.ReceivedAt).Add(row.DueAt?.UtcTicks).Add(SignalColumns.Told(row)).Add(SignalColumns.Road(row));
}

internal static class SourceTallyTable
{
    public static readonly string Upsert = Unnest.Insert(
        "source_tallies", SourceTallyColumns.List, "ttlllllll",
        "ON CONFLICT(source, symbol, direction) DO UPDATE SET won = source_tallies.won + excluded.won, lost = source_tallies.lost + excluded.lost, "
        + "not_taken = source_tallies.not_taken + excluded.not_taken, on_paper = source_tallies.on_paper + excluded.on_paper, "
        + "micro_r = source_tallies.micro_r + excluded.micro_r, last_at = greatest(source_tallies.last_at, excluded.last_at)");

    public static void Add(Columns to, SourceTallyRow row) => to.Add(row.Source.ToString()).Add(row.Symbol.ToString()).Add((long)row.Direction)
        .Add(row.Won).Add(row.Lost).Add(row.NotTaken).Add(row.OnPaper).Add(SourceTallyColumns.Micros(row.SumR)).Add(row.LastAt);

    /// <summary>Both together, for a statement that must not meet a row twice.</summary>
    public static SourceTallyRow Sum(SourceTallyRow left, SourceTallyRow right) => right with
    {
        Won = left.Won + right.Won,
        Lost = left.Lost + right.Lost,
        NotTaken = left.NotTaken + right.NotTaken,
        OnPaper = left.OnPaper + right.OnPaper,
        SumR = left.SumR + right.SumR,
        LastAt = left.LastAt > right.LastAt ? left.LastAt : right.LastAt,
    };
}
