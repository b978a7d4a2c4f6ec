using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Silo.Breakers;
using OrleansTrader.Silo.Http.Webhooks;
using OrleansTrader.Silo.Signals;

namespace OrleansTrader.Silo.Tenancy;

internal static class TenancyServices
{
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.AddRateLimiter(static _ => { });
        services.TryAddSingleton(new TenancySettings());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WebhookLimits>().AddSingleton<RefusalLines>().AddScoped<ISources, SourcesDesk>();
        return services.AddScoped<ITenancy, TenancyDesk>().AddScoped<IBreakers, BreakersDesk>().AddSingleton<IPublicAgents, PublicDesk>();
    }
}
