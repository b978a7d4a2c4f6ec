using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Agents;

/// <summary>What an agent tells a person of: an error after cycles that went well, and prices that have gone stale.</summary>
internal sealed partial class AgentGrain
{
    /// <summary>Least distance of two alerts of an agent: what comes and goes must not flood the list.</summary>
    public static readonly TimeSpan AlertDistanceMin = TimeSpan.FromMinutes(5);

    private DateTimeOffset? _alertedAt;
    private DateOnly? _budgetToldOn;
    private Refusal? _refusal;
    private bool _isStale;

    private async Task TellOf(string? errorBefore, bool wasStale)
    {
        var message = errorBefore is null && _lastError is not null ? _lastError : _isStale && !wasStale ? _holdReason : null;
        var now = time.GetUtcNow();
        if (message is null || now - _alertedAt < AlertDistanceMin)
            return;

        // A limit's refusal stands in its own commit, and is told of there.
        var refusal = errorBefore is null && _lastError is not null ? _refusal : null;
        if (refusal is not null && Accounts.RefusalAlerts.IsOfLimits(refusal.Code) && state.State.Config?.DryRun == false)
            return;
        _alertedAt = now;
        var kept = message.Length > AlertRow.MessageLengthMax ? message[..AlertRow.MessageLengthMax] : message;
        var alert = new AlertRow(_key.Tenant, now, AlertSeverity.Warning, _key.ToString(), kept)
        {
            Kind = refusal is null ? AlertKind.Service : AlertKind.Refusal,
            Agent = _key,
            Account = state.State.Setup?.Account,
        };
        try
        {
            await journal.Write([alert]);
        }
        catch (JournalException fault)
        {
            LogAlertLost(logger, fault, _key, kept);
        }

        if (_tenantUpdates is not null)
            Send(_tenantUpdates, new AlertRaised(alert.Tenant, alert.At, alert));
    }

    // Once a day for the tenant, whichever of its agents meets it first.
    private async Task TellOfBudget(string reason)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (!settings.WritesNotices || _budgetToldOn == today)
            return;
        var alert = new AlertRow(_key.Tenant, now, AlertSeverity.Warning, _key.ToString(), reason) { Kind = AlertKind.Budget, Agent = _key };
        try
        {
            var isNew = await journal.WriteOnce(string.Create(CultureInfo.InvariantCulture, $"budget/{today:yyyy-MM-dd}"), alert);
            _budgetToldOn = today;
            if (isNew && _tenantUpdates is not null)
                Send(_tenantUpdates, new AlertRaised(alert.Tenant, alert.At, alert));
        }
        catch (JournalException fault)
        {
            LogAlertLost(logger, fault, _key, reason);
        }
    }

    [LoggerMessage(3, LogLevel.Error, "An alert of {Agent} could not be written: {Message}")]
    private static partial void LogAlertLost(ILogger logger, Exception fault, AgentKey agent, string message);
}
