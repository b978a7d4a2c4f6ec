using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;

namespace OrleansTrader.Storage.Fairness;

/// <summary>Whose a write is: the tenant, or nobody's (markets, the service itself), which has a lane too.</summary>
internal static class Lanes
{
    /// <summary>The lane of what belongs to no tenant.</summary>
    public const string OfService = "";

    /// <summary>The tenant in a stream's name, its second part: <c>account/demo/trend</c>, <c>audit/demo</c>.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> stream)
    {
        var slash = stream.IndexOf('/');
        if (slash < 0)
            return OfService;
        var rest = stream[(slash + 1)..];
        var end = rest.IndexOf('/');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>The tenant of rows that are written together; the last one says it (pieces of texts come before the record that names them).</summary>
    public static ReadOnlySpan<char> Of(ImmutableArray<ReadModelRow> rows) => rows.IsDefaultOrEmpty ? OfService : rows[^1] switch
    {
        EquityRow equity => equity.Account.Tenant.Value,
        DecisionRow decision => decision.Agent.Tenant.Value,
        DecisionRecordRow record => record.Agent.Tenant.Value,
        AgentRow agent => agent.Agent.Tenant.Value,
        VersionRow version => version.Version.Tenant.Value,
        LessonRow lesson => lesson.Version.Tenant.Value,
        AlertRow alert => alert.Tenant.Value,
        _ => OfService,
    };
}
