using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrleansTrader.Dashboard.Live;

namespace OrleansTrader.Silo.Identity.Keys;

/// <summary>Knows a program by <c>Authorization: Bearer ot_…</c>.</summary>
internal sealed class KeyLogin(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyChecks checks, FailedTries tries, RefusalAudit audit)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "key";

    private const string Bearer = "Bearer ";

    public static bool IsShown(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 10 } shown && shown.StartsWith(Bearer + ApiKey.Mark, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsShown(Request))
            return AuthenticateResult.NoResult();
        var now = TimeProvider.GetUtcNow();
        var from = Asking.AddressOf(Context);
        if (tries.BlockedUntil(from, now) is { } until)
        {
            FailedTries.Tell(Context, until);
            return AuthenticateResult.Fail("too many wrong keys came from this address");
        }

        if (!ApiKey.TryParse(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim(), out var key))
            return Wrong(from, now);
        if (await checks.Check(key, now) is not { } pass)
        {
            audit.Refused(key.Tenant, "nobody", key.Shown, from, "key.use", "the key is not in force");
            return Wrong(from, now);
        }

        var asker = new Asker(key.Tenant, pass.Name, pass.Role) { Means = AskerMeans.Key, Key = key.Shown, Accounts = pass.Accounts };
        return AuthenticateResult.Success(new AuthenticationTicket(Identified.As(asker, SchemeName), SchemeName));
    }

    private AuthenticateResult Wrong(string from, DateTimeOffset now)
    {
        tries.Add(from, now);
        return AuthenticateResult.Fail("the key is not in force");
    }
}
