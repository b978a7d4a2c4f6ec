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
        services.AddQuotaBook(settings.Quotas);
        services.TryAddSingleton<ICredentialSealer, NoSealer>();
        return services.AddSingleton(settings).AddSingleton<IIncomingGrainCallFilter, TenancyFilter>();
    }

    /// <summary>Adds the tenants' quotas for those who are no grains, also in a process that has none.</summary>
    /// <param name="defaults">What holds where no operator said otherwise; null for a service without quotas.</param>
    public static IServiceCollection AddQuotaBook(this IServiceCollection services, TenantQuotas? defaults)
    {
        services.TryAddSingleton<IQuotaBook>(provider => ActivatorUtilities.CreateInstance<QuotaBook>(provider, new QuotaDefaults(defaults)));
        return services;
    }
}
