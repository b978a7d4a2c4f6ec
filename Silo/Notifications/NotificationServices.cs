namespace OrleansTrader.Silo.Notifications;

internal static class NotificationServices
{
    /// <summary>What sends tenants' alerts, of processes with grains; one at a time does. A replay's tape is no news: it tells nobody.</summary>
    public static IServiceCollection AddNotificationSender(this IServiceCollection services, bool isReplay)
    {
        if (!isReplay)
            services.AddSingleton(static provider => NotificationSettings.Read(provider.GetRequiredService<IConfiguration>())).AddSingleton<DailySummaries>().AddHostedService<NotificationService>();
        return services;
    }
}
