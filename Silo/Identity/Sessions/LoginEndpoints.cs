using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Silo.Http;

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
                await context.SignInAsync(SessionCookie.SchemeName, entered.Principal, SessionCookie.Begin(TimeProvider.System.GetUtcNow()));
                return Results.LocalRedirect(Local(target));
            case LoginOutcome.ChooseAnother choose:
                return Back("choose", tenant, user, target, choose.Problem is { } problem ? $"{problem.Value}: {problem.Remedy}" : null);
            case LoginOutcome.Locked locked:
                return Back("locked", tenant, user, target, TooMany.Seconds(locked.Until - TimeProvider.System.GetUtcNow()));
            default:
                return Back("wrong", tenant, user, target, note: null);
        }
    }

    // The token is in the form; [FromForm] is what makes the framework look for it.
    private static async Task<IResult> Logout(HttpContext context, IAudit audit, ISite site, [FromForm] string? from)
    {
        if (site.SignedIn is { Means: AskerMeans.Session } asker)
            await audit.Carry("logout", from ?? asker.Tenant.Value, SignOut, static said => said);
        else
            await SignOut();
        return Results.LocalRedirect("/login?said=out");

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
