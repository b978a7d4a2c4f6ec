using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Identity;

/// <summary>
/// A deed between two entries of a tenant's audit. The first is durable before the deed begins, and without it there is no deed; the second
/// tells what became of it. A process that dies between them leaves the first: a line that says it has no outcome.
/// </summary>
/// <param name="entry">Who does what to what, from where; its result is not looked at.</param>
internal sealed partial class AuditedDeed(IClusterClient cluster, ILogger logger, TenantId tenant, AuditEntry entry)
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    /// <exception cref="Exception">The first entry cannot be written and nothing was done; or whatever the deed throws.</exception>
    public async Task<T> Carry<T>(Func<Task<T>> deed, Func<T, string> outcome)
    {
        await cluster.Note(tenant, AuditEntry.BeginningOf(_id), entry with { Result = AuditEntry.NoOutcome, Begins = _id });
        var result = "unknown: it was cut short";
        try
        {
            var reply = await deed();
            result = outcome(reply);
            return reply;
        }
        catch (Exception fault)
        {
            result = $"unknown: {fault.Message}";
            throw;
        }
        finally
        {
            await End(result);
        }
    }

    private async Task End(string result)
    {
        try
        {
            await cluster.Note(tenant, AuditEntry.EndOf(_id), entry with { At = TimeProvider.System.GetUtcNow(), Result = result, Ends = _id });
        }
        catch (Exception fault)
        {
            // What was done is done: the caller hears of that, and the log of the missing outcome.
            LogWithoutOutcome(logger, fault, entry.Who, entry.Action, entry.On, result);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit lacks an outcome: {Who} did {Action} on {On} ({Result})")]
    private static partial void LogWithoutOutcome(ILogger logger, Exception fault, string who, string action, string on, string result);
}

/// <summary>Entries of the audit, with the tenant's identity.</summary>
internal static class AuditNotes
{
    public static async Task Note(this IClusterClient cluster, TenantId tenant, CommandId id, AuditEntry entry)
    {
        using (Caller.As(tenant))
            await cluster.Tenant(tenant).Note(id, entry);
    }
}
