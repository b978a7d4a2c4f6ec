using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OrleansTrader.Dashboard.Live;

namespace OrleansTrader.Silo.Identity;

/// <summary>Who may ask, and as whom.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<Asking>().AddScoped<ISite, ScopedSite>().AddScoped<CircuitHandler, AskingCircuit>();
        services.AddAuthentication(DemoLogin.SchemeName).AddScheme<AuthenticationSchemeOptions, DemoLogin>(DemoLogin.SchemeName, configureOptions: null);
        services.AddAuthorization(AccessPolicies.Define);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>From here on a request's scope knows who asks, and endpoints refuse whom they do not serve.</summary>
    public static void UseIdentity(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.Use(static (context, next) =>
        {
            context.RequestServices.GetRequiredService<Asking>().Become(context.User, Asking.AddressOf(context));
            return next(context);
        });
        app.UseAuthorization();
    }
}
