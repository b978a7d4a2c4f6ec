using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Silo.Signals;

/// <summary>Sources as the asker's role allows; each change stands in the audit, without the secret.</summary>
internal sealed class SourcesDesk(IClusterClient cluster, ISite site, IAudit audit, TimeProvider time) : ISources
{
    private const int SecretBytes = 32;

    public async Task<ImmutableArray<SourceView>> All()
    {
        using (Caller.As(site.Tenant))
        {
            var names = await cluster.Tenant(site.Tenant).GetSources();
            var views = await Task.WhenAll(names.Select(name => cluster.SignalSource(Key(name)).Get()));

            // A source whose making was cut short is in the list and nowhere else.
            return [.. views.OfType<SourceView>()];
        }
    }

    public async Task<SourceView?> Find(string name)
    {
        using (Caller.As(site.Tenant))
        {
            // Only names of the list reach a grain: a name that somebody made up activates nothing.
            return (await cluster.Tenant(site.Tenant).GetSources()).Contains(name, StringComparer.Ordinal) ? await cluster.SignalSource(Key(name)).Get() : null;
        }
    }

    public async Task<SecretReply> Set(string name, SourceConfig config)
    {
        var known = IsOperator ? await Find(name) : null;
        var secret = known is null || known.Config.Authentication != config.Authentication ? NewSecret() : null;
        var reply = await Noted(known is null ? "source.create" : "source.change", name, tenant => tenant.SetSource(name, config, secret));
        return new SecretReply(reply, reply.IsRefused ? null : secret?.Value);
    }

    public async Task<SecretReply> Rotate(string name, TimeSpan grace)
    {
        if (await Find(name) is null)
            return new SecretReply(SetupReply.Refuse("source", name, "is not there"), null);
        var secret = NewSecret();
        var reply = await Noted("source.rotate", name, _ => cluster.SignalSource(Key(name)).Rotate(secret, grace));
        return new SecretReply(reply, reply.IsRefused ? null : secret.Value);
    }

    public Task<SetupReply> Remove(string name) => Noted("source.remove", name, tenant => tenant.RemoveSource(name));

    public AlertReading Try(string name, SourceConfig config, string alert)
    {
        var errors = SourceRules.Refuse(config);
        return errors.IsEmpty
            ? Alert.Read(config, Encoding.UTF8.GetBytes(alert)).Understand(name, [.. site.Symbols.Select(static key => key.Symbol)], time.GetUtcNow())
            : new AlertReading(null, string.Empty, errors);
    }

    public static SourceSecret NewSecret() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    private bool IsOperator => site.Asker.May(Role.Operator) && site.Asker.Accounts.IsEmpty;

    private SourceKey Key(string name) => new(site.Tenant, name);

    private Task<SetupReply> Noted(string action, string name, Func<ITenantGrain, Task<SetupReply>> change) => audit.Carry(
        action, name,
        async () =>
        {
            if (!IsOperator)
                return SetupReply.Refuse("role", site.Asker.Role.ToString().ToLowerInvariant(), "only an operator of the tenant does this");
            using (Caller.As(site.Tenant))
                return await change(cluster.Tenant(site.Tenant));
        },
        static reply => reply.IsRefused ? $"refused: {reply.Errors[0].Field}: {reply.Errors[0].Remedy}" : reply.Status.ToString().ToLowerInvariant());
}
