using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using OrleansTrader.Grains;

namespace OrleansTrader.ClusterRuntime.Placement;

/// <summary>Which silo hosts what, without a word of it in the grains.</summary>
public static class GrainPlacements
{
    /// <summary>
    /// Tenants' grains by <see cref="TenantPlacement"/>; a symbol where it is first called, which is where its feed runs, so that no tick
    /// crosses the network.
    /// </summary>
    public static ISiloBuilder AddTraderPlacement(this ISiloBuilder silo)
    {
        silo.AddPlacementDirector<TenantPlacement, TenantPlacementDirector>();
        silo.Services.AddSingleton<IGrainPropertiesProvider, Properties>();
        return silo;
    }

    private sealed class Properties : IGrainPropertiesProvider
    {
        public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
        {
            if (typeof(ITenantKeyed).IsAssignableFrom(grainClass))
                properties[WellKnownGrainTypeProperties.PlacementStrategy] = nameof(TenantPlacement);
            else if (string.Equals(grainType.ToString(), GrainTypes.Symbol, StringComparison.Ordinal))
                properties[WellKnownGrainTypeProperties.PlacementStrategy] = nameof(PreferLocalPlacement);
        }
    }
}
