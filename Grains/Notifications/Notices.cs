using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Notifications;

/// <summary>
/// Alerts that are raised once, whoever raises them and however often: each is a command of the tenant's stream of notices, which has commands
/// and no events.
/// </summary>
public static class Notices
{
    private const string Stream = "notices/";

    /// <summary>Writes an alert unless one was written under this id.</summary>
    /// <param name="id">E.g. <c>daily-summary/2026-11-21</c>.</param>
    /// <returns>Whether it was written now.</returns>
    /// <exception cref="JournalException">It may not have been written: the same id may be tried again.</exception>
    public static async ValueTask<bool> WriteOnce(this IJournal journal, string id, AlertRow alert) => await journal.Append(
        new Commit(Stream + alert.Tenant.Value, new CommandId(id), ExpectedVersion: 0, alert.At, [], ReadOnlyMemory<byte>.Empty, [alert])) is CommitOutcome.Committed;
}
