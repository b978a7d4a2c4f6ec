using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Silo.Options;
using OrleansTrader.Storage;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Silo.Planning;

internal static class Planning
{
    /// <summary>Adds language models as planners, as configured. Without a key they are there all the same: their agents hold and say why.</summary>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static IServiceCollection AddPlanning(this IServiceCollection services, IConfiguration configuration, SiloOptions options, MarketOptions market) =>
        services.AddModels(configuration, options, market)
            // Models are asked and paid for in the world: a day of the budget is no day of a replay's market.
            .AddSingleton(static provider => ActivatorUtilities.CreateInstance<ModelDesk>(provider, TimeProvider.System))
            .AddSingleton<IModelPlanner>(static provider => provider.GetRequiredService<ModelDesk>())
            .AddHostedService<PlanningService>();

    /// <summary>Adds language models as planners in virtual time: from records, and where the options say so from the models.</summary>
    /// <param name="cancellation">Ends a question that is out.</param>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static IServiceCollection AddRecordedPlanning(
        this IServiceCollection services, IStore records, SiloOptions options, MarketOptions market, CancellationToken cancellation) =>
        services.AddModels(options.Settings, options, market)
            .AddSingleton(provider => new RecordedDesk(
                provider.GetRequiredService<IModels>(), provider.GetRequiredService<ModelDeskOptions>(), new RecordLibrary(records.Journal, records.ReadModel),
                records.ReadModel, provider.GetRequiredService<IJournal>(), TimeProvider.System, options.AsksModels, cancellation))
            .AddSingleton<IModelPlanner>(static provider => provider.GetRequiredService<RecordedDesk>());

    private static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration, SiloOptions options, MarketOptions market)
    {
        try
        {
            return services.AddLanguageModels(configuration).AddSingleton(ModelDeskOptions.Read(configuration) with
            {
                Intervals = market.BaseInterval.Multiples(),
                IsReplay = string.Equals(options.Feed, "replay", StringComparison.Ordinal),
                DisguiseSeed = options.Anonymises ? options.Seed.ToString(CultureInfo.InvariantCulture) : null,
            });
        }
        catch (ModelConfigurationException fault)
        {
            throw new StartupException(fault.Message, fault);
        }
    }
}
