using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OrleansTrader.Silo.Identity.Listening;

namespace OrleansTrader.Silo.Identity.Sessions;

/// <summary>The cookie that keeps a login: unreadable to scripts and other sites, sliding, and looked at with its user at each request.</summary>
internal static class SessionCookie
{
    public const string SchemeName = "session";

    /// <summary>A session that nobody uses ends.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>Every session ends, however much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static void Configure(CookieAuthenticationOptions options, ListenSettings listen)
    {
        options.Cookie.Name = listen.IsOnlyHere ? "trader" : "__Host-trader";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = listen.IsOnlyHere ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = "/login";
        options.ReturnUrlParameter = "return";
        options.Events.OnValidatePrincipal = Validate;
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        if (await context.HttpContext.RequestServices.GetRequiredService<SessionChecks>().MayGoOn(context.Principal!, TimeProvider.System.GetUtcNow()))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(SchemeName);
    }
}
