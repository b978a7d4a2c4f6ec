using Microsoft.AspNetCore.Authorization;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Identity;

/// <summary>What each policy demands. An endpoint that states none is closed to all; a path that leads nowhere is told to whoever is logged in.</summary>
internal static class AccessPolicies
{
    public static void Define(AuthorizationOptions options)
    {
        // A page shows the tenant as a whole: a key that is limited to some accounts sees those, by the API.
        options.AddPolicy(Policies.Page, policy => Demand(policy, static asker => asker.May(Role.Viewer) && asker.Accounts.IsEmpty));
        options.AddPolicy(Policies.Viewer, policy => Demand(policy, static asker => asker.May(Role.Viewer)));
        options.AddPolicy(Policies.Trader, policy => Demand(policy, static asker => asker.May(Role.Trader)));
        options.AddPolicy(Policies.Operator, policy => Demand(policy, static asker => asker.May(Role.Operator) && asker.Accounts.IsEmpty));
        options.AddPolicy(Policies.Platform, policy => Demand(policy, static asker => asker.RunsThePlatform && asker.Accounts.IsEmpty));
        options.DefaultPolicy = options.GetPolicy(Policies.Viewer)!;
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(static context =>
            context.User.Identity is { IsAuthenticated: true } && context.Resource is HttpContext http && http.GetEndpoint() is null).Build();
    }

    private static void Demand(AuthorizationPolicyBuilder policy, Func<Asker, bool> isEnough) =>
        policy.RequireAssertion(context => Identified.Read(context.User) is { } asker && isEnough(asker));
}
