using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace OrleansTrader.Silo.Identity.Sessions;

/// <summary>Ends a live page whose session has ended: looked at every <see cref="SessionChecks.MemorySeconds"/>.</summary>
internal sealed class LiveSession(ILoggerFactory loggers, SessionChecks checks) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(SessionChecks.MemorySeconds);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        await checks.MayGoOn(authenticationState.User, TimeProvider.System.GetUtcNow());
}
