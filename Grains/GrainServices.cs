using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Grains;

/// <summary>What grains need beside the runtime, the journal, the read model and the clock.</summary>
public static class GrainServices
{
    /// <summary>Adds the settings and the filter that keeps tenants apart.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services, GrainSettings settings)
    {
        services.TryAddSingleton<IModelPlanner, NoModels>();
        services.TryAddSingleton<IPlanInbox, PlanInbox>();
        services.TryAddSingleton<IQuotaBook, QuotaBook>();
        return services.AddSingleton(settings).AddSingleton<IIncomingGrainCallFilter, TenancyFilter>();
    }
}
