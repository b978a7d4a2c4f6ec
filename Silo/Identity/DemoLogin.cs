using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Demo;
using OrleansTrader.Silo.Http.Security;

namespace OrleansTrader.Silo.Identity;

/// <summary>
/// Logs in the demo user, without a question: only where nothing is configured and <see cref="LoopbackGuard"/> lets nobody through but
/// this machine. Whoever shows the control key is known by it.
/// </summary>
internal sealed class DemoLogin(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ControlKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "demo";

    private const string UserName = "demo";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var means = key.Fits(Request.Headers.Authorization.ToString()) ? AskerMeans.ControlKey : AskerMeans.Demo;
        var demo = new Asker(DemoPlan.Tenant, UserName, Role.Operator) { Means = means };
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Identified.As(demo, SchemeName), SchemeName)));
    }
}
