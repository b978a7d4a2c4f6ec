using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Diagnostics;
using OrleansTrader.Dashboard;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Json;
using OrleansTrader.Silo.Http.Api;
using OrleansTrader.Silo.Http.Api.Access;
using OrleansTrader.Silo.Http.Api.Breakers;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Silo.Http.Api.Exports;
using OrleansTrader.Silo.Http.Api.Notifications;
using OrleansTrader.Silo.Http.Api.Signals;
using OrleansTrader.Silo.Http.Api.Sources;
using OrleansTrader.Silo.Http.Api.Tenancy;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Silo.Http.Webhooks;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Silo.Supervision;
using Radzen;

namespace OrleansTrader.Silo.Http;

/// <summary>Page, API and health. Every endpoint states whom it serves: one that does not is closed.</summary>
internal static class Site
{
    /// <summary>What a process with grains says of itself; whether it is also the whole of the service, its runtime adds.</summary>
    public static IServiceCollection AddOwnFacts(this IServiceCollection services) => services
        .AddSingleton<ServiceRegistry>().AddSingleton<HostFacts>()
        .AddSingleton<Readiness>();

    public static IServiceCollection AddSite(this IServiceCollection services, AccessSettings? access = null, string? dataDirectory = null)
    {
        services.AddScoped<ITrader, TraderClient>().AddScoped<IControl, TraderControl>();
        services.AddScoped<ChangeDesk>();
        services.AddSingleton<IServiceLimits>(static provider => provider.GetService<SiloOptions>() is { } options ? ServiceLimits.Of(options) : ServiceLimits.None);
        services.AddIdentity(access ?? AccessSettings.Unconfigured, dataDirectory);
        services.AddTenancy();
        services.AddNotifications();
        services.AddProblemDetails();
        services.AddExceptionHandler<AwayHandler>();
        services.ConfigureHttpJsonOptions(options => FollowContract(options.SerializerOptions));
        services.AddApiDescription();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        return services;
    }

    public static void MapSite(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseTheDoor();
        app.UseAddressLimits();
        app.UseExceptionHandler();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(static (context, next) =>
        {
            // A page stands in for one that is not there; it never takes what was posted elsewhere.
            if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            return next(context);
        });
        app.UseIdentity();
        app.UseTenantLimits();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapOpenApi().RequireAuthorization(Policies.Viewer);
        app.MapHealth();
        app.MapIdentity();
        app.MapPublicAgents();
        app.MapWebhooks();
        var api = app.MapGroup("/api/v1").RequireAuthorization(Policies.Viewer);
        api.MapAccounts();
        api.MapLimits();
        api.MapAgents();
        api.MapSymbols();
        api.MapVersions();
        api.MapExports();
        api.MapLeaderboard();
        api.MapAccess();
        api.MapTenancy();
        api.MapBreakers();
        api.MapSources();
        api.MapNotifications();
        api.MapSignals();
        var changes = api.MapGroup(string.Empty).RequireAuthorization(Policies.Trader).AddEndpointFilter<ControlFilter>();
        changes.MapAccountChanges();
        changes.MapRiskChanges();
        changes.MapOrderChanges();
        changes.MapParentChanges();
        changes.MapAgentChanges();
        changes.MapVersionChanges();
        api.MapFallback(UnknownEndpoint.Answer).ExcludeFromDescription();

        // The guard's headers already forbid framing; Blazor's own, weaker one would stand beside them.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(Policies.Page);
    }

    /// <summary>The API writes what the contract writes, so that a message has one form everywhere.</summary>
    private static void FollowContract(JsonSerializerOptions options)
    {
        var contract = ContractJson.Options;
        options.PropertyNamingPolicy = contract.PropertyNamingPolicy;
        options.NumberHandling = contract.NumberHandling;
        options.DefaultIgnoreCondition = contract.DefaultIgnoreCondition;
        options.IgnoreReadOnlyProperties = contract.IgnoreReadOnlyProperties;
        options.TypeInfoResolverChain.Clear();
        options.TypeInfoResolverChain.Add(contract.TypeInfoResolver!);
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
        foreach (var converter in contract.Converters)
            options.Converters.Add(converter);
    }
}
