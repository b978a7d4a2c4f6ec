using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Registration of the language models.</summary>
public static class ModelServices
{
    /// <summary>
    /// Registers <see cref="IModels"/> over the section <c>Models</c> and the well-known environment variables, which the configuration must hold.
    /// </summary>
    /// <param name="time">The outer world's clock for time-outs, pauses and limits; null for the machine's.</param>
    /// <param name="seed">Of the jitter between attempts; null for one that differs each time.</param>
    /// <exception cref="ModelConfigurationException">A setting cannot be used; at once, not at the first question.</exception>
    public static IServiceCollection AddLanguageModels(
        this IServiceCollection services, IConfiguration configuration, TimeProvider? time = null, ulong? seed = null)
    {
        var providers = ModelConfiguration.Read(configuration);
        var tenantRule = TenantEndpoints.Read(configuration);
        return services.AddSingleton<IModels>(provider => new Models(
            providers, tenantRule, time ?? TimeProvider.System, seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            provider.GetRequiredService<ILogger<Models>>(), provider.GetService<ITenantModelKeys>()));
    }
}
