using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Silo.Identity.Keys;
using OrleansTrader.Silo.Identity.Listening;
using OrleansTrader.Silo.Identity.Sessions;

namespace OrleansTrader.Silo.Identity;

/// <summary>Who may ask, and as whom.</summary>
internal static class IdentityServices
{
    /// <summary>The scheme that picks one of the others: a key where one is shown, else the demo user or the session.</summary>
    private const string Picking = "picking";

    /// <param name="dataDirectory">Where the keys of cookies and forms are kept; null for the framework's own place.</param>
    public static IServiceCollection AddIdentity(this IServiceCollection services, AccessSettings settings, string? dataDirectory)
    {
        services.AddProtection(settings.Listen, dataDirectory);
        services.AddHttpContextAccessor();
        services.AddSingleton(settings).AddSingleton(settings.Listen);
        services.AddScoped<Asking>().AddScoped<ISite, ScopedSite>().AddScoped<CircuitHandler, AskingCircuit>();
        services.AddSingleton<KeyChecks>().AddSingleton<SessionChecks>().AddSingleton<FailedTries>().AddSingleton<Passwords>().AddSingleton<RefusalAudit>();
        services.AddScoped<IAudit, AuditTrail>().AddScoped<IAccess, AccessDesk>().AddScoped<LoginDesk>();
        services.AddAuthorization(AccessPolicies.Define);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddCascadingAuthenticationState();
        var schemes = services.AddAuthentication(Picking).AddScheme<AuthenticationSchemeOptions, KeyLogin>(KeyLogin.SchemeName, configureOptions: null);
        if (settings.LogsInTheDemoUser)
        {
            schemes.AddScheme<AuthenticationSchemeOptions, DemoLogin>(DemoLogin.SchemeName, configureOptions: null)
                .AddPolicyScheme(Picking, displayName: null, options => options.ForwardDefaultSelector =
                    static context => KeyLogin.IsShown(context.Request) ? KeyLogin.SchemeName : DemoLogin.SchemeName);
            return services;
        }

        // A page of a session that has ended ends with it; the demo's never does.
        services.Replace(ServiceDescriptor.Scoped<AuthenticationStateProvider, LiveSession>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Entrance>(provider, provider.GetService<TextWriter>() ?? Console.Out));
        schemes.AddCookie(SessionCookie.SchemeName, options => SessionCookie.Configure(options, settings.Listen))
            .AddPolicyScheme(Picking, displayName: null, options => options.ForwardDefaultSelector =
                static context => context.Request.Headers.Authorization.Count > 0 ? KeyLogin.SchemeName : SessionCookie.SchemeName);
        services.Configure<CookieAuthenticationOptions>(SessionCookie.SchemeName, static options => options.Events.OnRedirectToAccessDenied = static context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        return services;
    }

    private static void AddProtection(this IServiceCollection services, ListenSettings listen, string? dataDirectory)
    {
        var protection = services.AddDataProtection().SetApplicationName("OrleansTrader");
        if (dataDirectory is not null)
        {
            var directory = new DirectoryInfo(Path.Combine(dataDirectory, "keys"));
            if (!OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            protection.PersistKeysToFileSystem(directory);
        }

        services.AddAntiforgery(options =>
        {
            options.HeaderName = "RequestVerificationToken";
            options.Cookie.Name = listen.IsOnlyHere ? "trader-forms" : "__Host-trader-forms";
            options.Cookie.SecurePolicy = listen.IsOnlyHere ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        });
    }

    /// <summary>Before all else: whose headers are believed, and who gets through the door at all.</summary>
    public static void UseTheDoor(this IApplicationBuilder app)
    {
        var settings = app.ApplicationServices.GetRequiredService<AccessSettings>();
        if (settings.LogsInTheDemoUser)
        {
            app.UseMiddleware<LoopbackGuard>();
            return;
        }

        app.UseKnownProxies(settings.Listen);
        app.UseMiddleware<OutsideGuard>();
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

    /// <summary>The forms of the login page, where people log in.</summary>
    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<AccessSettings>().LogsInTheDemoUser)
            routes.MapLogin();
    }
}
