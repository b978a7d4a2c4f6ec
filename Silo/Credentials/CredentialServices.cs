using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Postgres.Keys;

namespace OrleansTrader.Silo.Credentials;

/// <summary>What seals and opens tenants' credentials. The key ring itself is set up with the logins.</summary>
internal static class CredentialServices
{
    private const string NoMasterKey =
        "no credentials are kept without a master key where others reach the service: the operator sets Credentials:MasterKeyFile ('openssl rand -base64 32' makes one) and starts again";

    /// <summary>The key ring is kept wrapped by the master key, where one is set.</summary>
    /// <exception cref="StartupException">The master key is none.</exception>
    public static IServiceCollection AddKeyWrapping(this IServiceCollection services, IConfiguration configuration)
    {
        // All processes on one PostgreSQL share a ring: what one of them sealed the others open.
        if (StorageSettings.Read(configuration) is { IsPostgres: true, ConnectionString: { } connection })
            services.PostConfigure<KeyManagementOptions>(options => options.XmlRepository = new KeyRingRepository(new PostgresKeyRing(connection)));
        if (MasterKey.Read(configuration) is { } key)
            services.AddSingleton(key).Configure<KeyManagementOptions>(options => options.XmlEncryptor = new MasterKeyXmlEncryptor(key));
        return services;
    }

    /// <summary>Of processes with grains only: no other one can open a credential.</summary>
    /// <param name="isOnlyHere">Whether nobody but this machine reaches the service.</param>
    /// <exception cref="StartupException">The master key is none.</exception>
    public static IServiceCollection AddCredentials(this IServiceCollection services, IConfiguration configuration, bool isOnlyHere)
    {
        services.AddKeyWrapping(configuration);
        services.AddSingleton<ITenantModelKeys, TenantModelKeys>();
        return services.AddSingleton<ICredentialSealer>(provider => new DataProtectionSealer(
            provider.GetRequiredService<IDataProtectionProvider>(), isOnlyHere || provider.GetService<MasterKey>() is not null ? null : NoMasterKey));
    }
}
