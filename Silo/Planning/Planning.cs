using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo.Planning;

internal static class Planning
{
    /// <summary>Adds language models as planners, as configured. Without a key they are there all the same: their agents hold and say why.</summary>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static IServiceCollection AddPlanning(this IServiceCollection services, IConfiguration configuration)
    {
        try
        {
            services.AddLanguageModels(configuration).AddSingleton(ModelDeskOptions.Read(configuration));
        }
        catch (ModelConfigurationException fault)
        {
            throw new StartupException(fault.Message, fault);
        }

        return services.AddSingleton<ModelDesk>().AddSingleton<IModelPlanner>(provider => provider.GetRequiredService<ModelDesk>())
            .AddHostedService<PlanningService>();
    }
}
