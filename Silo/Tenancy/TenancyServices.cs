using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansTrader.Dashboard.Live;

namespace OrleansTrader.Silo.Tenancy;

internal static class TenancyServices
{
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.AddRateLimiter(static _ => { });
        services.TryAddSingleton(new TenancySettings());
        services.TryAddSingleton(TimeProvider.System);
        return services.AddScoped<ITenancy, TenancyDesk>().AddSingleton<IPublicAgents, PublicDesk>();
    }
}
