using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OrleansTrader.Dashboard.Live;

namespace OrleansTrader.Silo.Identity;

/// <summary>Who asks, for as long as one request or one live page lasts.</summary>
internal sealed class Asking
{
    private volatile Asker? _asker;

    /// <summary>Null while, or once, nobody is logged in.</summary>
    public Asker? Asker => _asker;

    public void Become(ClaimsPrincipal who, string from) => _asker = Identified.Read(who) is { } asker ? asker with { From = from } : null;

    /// <summary>The client's address as limits and the audit know it: a proxy's only where the proxy is not known.</summary>
    public static string AddressOf(HttpContext? context) => context?.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { } address => address.ToString(),
        null => IPAddress.Loopback.ToString(),
    };
}

/// <summary>Tells a live page's scope who opened it, and that nobody is there once the session has ended.</summary>
internal sealed class AskingCircuit(Asking asking, AuthenticationStateProvider states, IHttpContextAccessor requests) : CircuitHandler, IDisposable
{
    private string _from = string.Empty;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _from = Asking.AddressOf(requests.HttpContext);
        asking.Become((await states.GetAuthenticationStateAsync()).User, _from);
        states.AuthenticationStateChanged += Follow;
    }

    public void Dispose() => states.AuthenticationStateChanged -= Follow;

    private void Follow(Task<AuthenticationState> next)
    {
        // The state of a server's page is known when it is told; one that is not yet counts as nobody.
        asking.Become(next.IsCompletedSuccessfully ? next.Result.User : new ClaimsPrincipal(), _from);
    }
}
