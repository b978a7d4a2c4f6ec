using Microsoft.AspNetCore.Builder;
using OrleansTrader.Silo.Hosting;

namespace OrleansTrader.Silo.Tests.Runtime;

/// <summary>The grains under a site that is tested: the runtime that the service uses.</summary>
internal static class GrainsOfTests
{
    public static void AddGrainRuntime(this WebApplicationBuilder builder) => builder.AddLiveRuntime(speed: 1);
}
