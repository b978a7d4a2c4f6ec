using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Silo.Http;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Identity.Sessions;

/// <summary>The forms of the login page: each takes an antiforgery token and answers with a way to go on.</summary>
internal static class LoginEndpoints
{
    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").AllowAnonymous().ExcludeFromDescription();
        session.MapPost("/login", Login);
        session.MapPost("/logout", Logout);
    }

    private static async Task<IResult> Login(
        HttpContext context, LoginDesk desk, [FromForm] string? tenant, [FromForm] string? user, [FromForm] string? password, [FromForm] string? another,
        [FromForm(Name = "return")] string? target, CancellationToken cancellation)
    {
        tenant = (tenant ?? string.Empty).Trim();
        user = (user ?? string.Empty).Trim();
        var outcome = await desk.Try(tenant, user, password ?? string.Empty, another, Asking.AddressOf(context), cancellation);
        switch (outcome)
        {
            case LoginOutcome.In entered:
                await context.SignInAsync(SessionCookie.SchemeName, entered.Principal, new AuthenticationProperties { IsPersistent = false });
                return Results.LocalRedirect(Local(target));
            case LoginOutcome.ChooseAnother choose:
                return Back("choose", tenant, user, target, choose.Problem is { } problem ? $"{problem.Value}: {problem.Remedy}" : null);
            case LoginOutcome.Busy busy:
                return new TooMany(
                    "Too many logins at once", new FieldError("login", "not looked at", $"try again in {TooMany.Seconds(busy.Wait)} seconds"), busy.Wait);
            case LoginOutcome.Locked locked:
                return Back("locked", tenant, user, target, TooMany.Seconds(locked.Until - TimeProvider.System.GetUtcNow()));
            default:
                return Back("wrong", tenant, user, target, note: null);
        }
    }

    // The token is in the form; [FromForm] is what makes the framework look for it.
    private static async Task<IResult> Logout(
        HttpContext context, IAudit audit, ISite site, IClusterClient cluster, [FromForm] string? from, [FromForm] string? everywhere)
    {
        if (site.SignedIn is not { Means: AskerMeans.Session } asker)
            await SignOut();
        else if (string.IsNullOrEmpty(everywhere))
            await audit.Carry("logout", from ?? asker.Tenant.Value, SignOut, static said => said);
        else
            await audit.Carry("logout, everywhere", from ?? asker.Tenant.Value, () => EndAll(asker), static said => said);
        return Results.LocalRedirect("/login?said=out");

        // The cookie goes last: while other sessions could not be ended, this one can still try again.
        async Task<string> EndAll(Asker asker)
        {
            SetupReply ended;
            using (Caller.As(asker.Tenant))
                ended = await cluster.Tenant(asker.Tenant).EndSessions(asker.User, Passwords.NewStamp());
            await SignOut();
            return ended.IsRefused ? $"refused: {ended.Errors[0]}" : "done";
        }

        async Task<string> SignOut()
        {
            await context.SignOutAsync(SessionCookie.SchemeName);
            return "done";
        }
    }

    private static IResult Back(string said, string tenant, string user, string? target, string? note) => Results.LocalRedirect(
        $"/login?said={said}&tenant={Uri.EscapeDataString(Short(tenant))}&user={Uri.EscapeDataString(Short(user))}"
        + $"&return={Uri.EscapeDataString(Local(target))}{(note is null ? string.Empty : $"&note={Uri.EscapeDataString(note)}")}");

    private static string Short(string text) => text.Length <= 40 ? text : text[..40];

    // Only a path of this site: whoever logs in is not sent elsewhere.
    private static string Local(string? target) =>
        target is { Length: > 0 and < 500 } && target[0] == '/' && !target.StartsWith("//", StringComparison.Ordinal) && !target.Contains('\\')
        && !target.Any(char.IsControl) && !target.StartsWith("/login", StringComparison.Ordinal)
            ? target
            : "/";
}
