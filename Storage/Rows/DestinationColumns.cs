using System.Collections.Immutable;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Rows;

internal static class DestinationColumns
{
    /// <summary>What is set, in the order in which it is bound.</summary>
    public const string Set = "tenant, name, format, target, sealed, kinds, severity, accounts, is_enabled, set_at";

    /// <summary>Of table d, with the first alert that waits.</summary>
    public const string List =
        "d.id, d.tenant, d.name, d.format, d.target, d.sealed, d.kinds, d.severity, d.accounts, d.is_enabled, d.set_at, d.last - d.done, "
        + "(SELECT o.at FROM outbox o WHERE o.destination = d.id AND o.number = d.done + 1), d.sent, d.failed, d.dead, d.dropped, d.sent_at, d.fault, d.fault_at, "
        + "d.tries, d.next_at";

    /// <summary>Between names in one column, and round them: a name is found with one on either side.</summary>
    public const char Separator = ' ';

    public static DestinationEntry Read(IRow row)
    {
        var id = row.Long();
        var setting = new DestinationSetting(
            new TenantId(row.Text()), row.Text(), (DestinationFormat)row.Long(), row.Text(), row.Text(), KindsOf(row.Long()), (AlertSeverity)row.Long(),
            [.. row.Text().Split(Separator, StringSplitOptions.RemoveEmptyEntries)], row.Bool(), row.Instant());
        var state = new DeliveryState(
            row.Long(), InstantOrNull(row), row.Long(), row.Long(), row.Long(), row.Long(), InstantOrNull(row), row.TextOrNull(), InstantOrNull(row),
            (int)row.Long(), InstantOrNull(row));
        return new DestinationEntry(id, setting, state with { NextAt = state is { Waiting: > 0, NextAt.UtcTicks: > 0 } ? state.NextAt : null });
    }

    public static WaitingAlert ReadWaiting(IRow row) => new(row.Long(), row.Long(), ContractJson.Decode<AlertRow>(row.Blob()));

    public static DeadLetter ReadDead(IRow row) =>
        new(row.Text(), row.Long(), row.Instant(), row.Text(), ContractJson.Decode<AlertRow>(row.Blob()));

    public static OutboxSums ReadSums(IRow row) => new(row.Long(), row.Long(), row.Long(), row.Long(), InstantOrNull(row), InstantOrNull(row));

    /// <summary>A bit a kind; all bits where all are wanted, so that kinds of later releases are too.</summary>
    public static long BitsOf(ImmutableArray<AlertKind> kinds) => kinds.IsEmpty ? -1 : kinds.Aggregate(0L, static (bits, kind) => bits | (1L << (int)kind));

    public static string AccountsOf(ImmutableArray<string> accounts) =>
        accounts.IsEmpty ? string.Empty : $"{Separator}{string.Join(Separator, accounts)}{Separator}";

    private static ImmutableArray<AlertKind> KindsOf(long bits) =>
        bits == -1 ? [] : [.. Enum.GetValues<AlertKind>().Where(kind => ((bits >> (int)kind) & 1) == 1)];

    private static DateTimeOffset? InstantOrNull(IRow row) => row.LongOrNull() is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
