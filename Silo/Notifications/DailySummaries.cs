using System.Globalization;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Notifications;

/// <summary>
/// Writes the summary of the day before (UTC) for each tenant that had an account then. The journal knows each by its day: whatever is tried
/// again, by whom and after which restart, there is one. Days that passed while nothing ran but the last have none.
/// </summary>
internal sealed partial class DailySummaries(IJournal journal, IReadModel readModel, ILogger<DailySummaries> logger)
{
    private readonly HashSet<TenantId> _written = [];
    private DateOnly _day;
    private bool _isDone;

    public async Task Write(DateTimeOffset now, CancellationToken cancellation)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        if (day != _day)
        {
            _written.Clear();
            (_day, _isDone) = (day, false);
        }

        if (_isDone)
            return;
        var isDone = true;
        foreach (var tenant in await readModel.Tenants(cancellation))
        {
            if (_written.Contains(tenant))
                continue;
            try
            {
                if (await DaySummary.Read(readModel, tenant, day, now, cancellation) is { } summary)
                    await journal.WriteOnce(string.Create(CultureInfo.InvariantCulture, $"daily-summary/{day:yyyy-MM-dd}"), summary.Alert());
                _written.Add(tenant);
            }
            catch (JournalException fault)
            {
                isDone = false;
                LogNotWritten(logger, fault, tenant, day);
            }
        }

        _isDone = isDone;
    }

    [LoggerMessage(1, LogLevel.Warning, "The summary of {Tenant} for {Day} could not be written; it is tried again.")]
    private static partial void LogNotWritten(ILogger logger, Exception fault, TenantId tenant, DateOnly day);
}
