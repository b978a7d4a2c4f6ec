using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Alerts;
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
    private bool _isStale;

    private async Task TellOf(string? errorBefore, bool wasStale)
    {
        var message = errorBefore is null && _lastError is not null ? _lastError : _isStale && !wasStale ? _holdReason : null;
        var now = time.GetUtcNow();
        if (message is null || now - _alertedAt < AlertDistanceMin)
            return;
        _alertedAt = now;
        var kept = message.Length > AlertRow.MessageLengthMax ? message[..AlertRow.MessageLengthMax] : message;
        var alert = new AlertRow(_key.Tenant, now, AlertSeverity.Warning, _key.ToString(), kept) { Agent = _key };
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

    [LoggerMessage(3, LogLevel.Error, "An alert of {Agent} could not be written: {Message}")]
    private static partial void LogAlertLost(ILogger logger, Exception fault, AgentKey agent, string message);
}
