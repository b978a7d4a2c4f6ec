using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Storage;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.ClusterRuntime.Contracts;

/// <summary>How Orleans carries and stores what is ours: silos, clients and tests all use this one registration.</summary>
public static class ContractServices
{
    /// <summary>
    /// Sends the types of <see cref="ContractTypes"/> as ContractJson, each under its name there, so that neither an assembly's nor a
    /// namespace's name is on the wire; hands them over by reference within a silo; and stores the state of the provider
    /// <see cref="StateNames.Storage"/> as ContractJson. Types that are not listed are left to Orleans, which refuses them unless they
    /// are its own. An exception is carried with its name and words, so that whoever called reads what happened and not that it could
    /// not be sent.
    /// </summary>
    public static IServiceCollection AddContracts(this IServiceCollection services) => services
        .AddSerializer(static builder => builder
            .AddJsonSerializer(
                isSerializable: ContractTypes.Contains,
                isCopyable: null,
                static json => json.Configure(static options => options.SerializerOptions = ContractJson.Options))
            .Configure(static options =>
            {
                foreach (var (name, type) in WireNames.All)
                    options.WellKnownTypeAliases[name] = type;
            }))
        .Configure<ExceptionSerializationOptions>(static options => options.SupportedExceptionTypeFilter = Exceptions.IsOne)
        .AddSingleton<ITypeFilter, Exceptions>()
        .AddSingleton<IGeneralizedCopier, ImmutableRecords>()
        .AddKeyedSingleton<IGrainStorageSerializer, ContractStateSerializer>(StateNames.Storage);
}
