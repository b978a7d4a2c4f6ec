using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansTrader.Dashboard.Live;

namespace OrleansTrader.Silo.Notifications;

internal static class NotificationServices
{
    /// <summary>What sends tenants' alerts, of processes with grains; one at a time does. A replay's tape is no news: it tells nobody.</summary>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static IServiceCollection AddNotificationSender(this IServiceCollection services, IConfiguration configuration, bool isReplay)
    {
        services.AddNotificationSettings(configuration, isReplay ? "a replay tells nobody: set destinations at a live service" : null);
        return isReplay ? services : services.AddSingleton<DailySummaries>().AddHostedService<NotificationService>();
    }

    /// <summary>What may be set here, of every process with pages.</summary>
    /// <param name="refusal">Why no destination may be set here; null where one may.</param>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static IServiceCollection AddNotificationSettings(this IServiceCollection services, IConfiguration configuration, string? refusal = null) =>
        services.AddSingleton(NotificationSettings.Read(configuration) with { Refusal = refusal });

    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => NotificationSettings.Read(provider.GetRequiredService<IConfiguration>()));
        return services.AddScoped<INotifications, NotificationsDesk>();
    }
}
