using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api.Tenancy;

/// <summary>Quotas, sealed credentials and published agents of the asker's tenant; quotas of any tenant for operators of the platform.</summary>
internal static class TenancyEndpoints
{
    public static void MapTenancy(this IEndpointRouteBuilder api)
    {
        api.MapGet("/quotas", static (ITenancy tenancy) => tenancy.Quotas()).WithTags("Quotas").WithName("Quotas")
            .WithSummary("What the tenant may have and do, and what it has and does now.");
        api.MapGet("/publications", static (ITenancy tenancy) => tenancy.Publications()).WithTags("Publications").WithName("Publications")
            .WithSummary("Agents that anybody may look at, without a login.");
        api.MapGet("/credentials", static (ITenancy tenancy) => tenancy.Credentials()).RequireAuthorization(Policies.Operator)
            .WithTags("Credentials").WithName("Credentials").WithSummary("What the tenant keeps sealed, without the values.");

        var quotas = api.MapGroup("/tenants/{tenant}/quotas").WithTags("Quotas").RequireAuthorization(Policies.Platform);
        quotas.MapGet("/", QuotasOf).WithName("QuotasOf").WithSummary("Any tenant's quotas.").Produces<QuotaState>().ProducesProblem(StatusCodes.Status404NotFound);
        quotas.MapPut("/", SetQuotas).AddEndpointFilter<ControlFilter>().WithName("SetQuotas")
            .WithSummary("Sets what holds for a tenant instead of the defaults, all at once: what is left out is the default again.")
            .TakesBody<QuotaRequest>().Changes<QuotaState>();

        var credentials = api.MapGroup("/credentials").WithTags("Credentials").RequireAuthorization(Policies.Operator).AddEndpointFilter<ControlFilter>();
        credentials.MapPut("/{credential}", SetCredential).WithName("SetCredential")
            .WithSummary("Seals and keeps a credential; one of that name is replaced. Its value is never answered.")
            .TakesBody<CredentialRequest>().Changes<CredentialView>();
        credentials.MapDelete("/{credential}", RemoveCredential).WithName("RemoveCredential").WithSummary("Forgets a credential.").Changes<SetupReply>();

        var publications = api.MapGroup("/publications").WithTags("Publications").RequireAuthorization(Policies.Operator).AddEndpointFilter<ControlFilter>();
        publications.MapPut("/{agent}", Publish).WithName("PublishAgent")
            .WithSummary("Lets anybody look at an agent, read-only: its results, also its reasons, or also its prompts.")
            .TakesBody<PublicationRequest>().Changes<Publication>();
        publications.MapDelete("/{agent}", Withdraw).WithName("WithdrawAgent").WithSummary("Nobody may look any more, within five seconds.").Changes<SetupReply>();
    }

    private static async Task<IResult> QuotasOf(string tenant, ITenancy tenancy) => await tenancy.QuotasOf(new TenantId(tenant)) is { } state
        ? TypedResults.Ok(state)
        : Problems.NotFound("tenant", tenant, TenantNames.Rule);

    private static Task<IResult> SetQuotas(string tenant, HttpRequest request, ITenancy tenancy) => ChangeDesk.Run<QuotaRequest>(request, async (body, _) =>
        Answers.Refused(
            await tenancy.SetQuotas(new TenantId(tenant), new QuotaOverrides(
                body.Agents, body.Accounts, body.Versions, body.OrdersPerMinute, body.BacktestsAtOnce, body.ModelSpendUsdPerDay, body.ApiRequestsPerMinute,
                body.DecisionRecordDays, body.WebhooksPerMinute)),
            StatusCodes.Status422UnprocessableEntity) ?? TypedResults.Ok(await tenancy.QuotasOf(new TenantId(tenant))));

    private static Task<IResult> SetCredential(string credential, HttpRequest request, ITenancy tenancy) =>
        ChangeDesk.Run<CredentialRequest>(request, async (body, faults) =>
        {
            var kind = faults.Named<CredentialKind>("kind", body.Kind);
            var target = faults.Needed("target", body.Target, "give the address of your server of models, or the venue's name");
            var secret = faults.Needed("secret", body.Secret, "give the key itself");
            if (!faults.Errors.IsEmpty)
                return null;
            var reply = await tenancy.SetCredential(new CredentialInput(credential, kind, target, secret));
            return Answers.Refused(reply, StatusCodes.Status422UnprocessableEntity)
                ?? TypedResults.Ok((await tenancy.Credentials()).FirstOrDefault(known => string.Equals(known.Name, credential, StringComparison.Ordinal)));
        });

    private static async Task<IResult> RemoveCredential(string credential, ITenancy tenancy)
    {
        var reply = await tenancy.RemoveCredential(credential);
        return reply.Status == SetupStatus.Unchanged
            ? Problems.NotFound("credential", credential, "GET /api/v1/credentials lists all credentials")
            : Answers.Refused(reply, StatusCodes.Status409Conflict) ?? TypedResults.Ok(reply);
    }

    private static Task<IResult> Publish(string agent, HttpRequest request, ITenancy tenancy) => ChangeDesk.Run<PublicationRequest>(request, async (body, faults) =>
    {
        var detail = faults.Named("detail", body.Detail, (PublicDetail?)PublicDetail.Results);
        if (!faults.Errors.IsEmpty)
            return null;
        return Answers.Refused(await tenancy.Publish(agent, detail), StatusCodes.Status422UnprocessableEntity)
            ?? TypedResults.Ok((await tenancy.Publications()).FirstOrDefault(known => string.Equals(known.Agent, agent, StringComparison.Ordinal)));
    });

    private static async Task<IResult> Withdraw(string agent, ITenancy tenancy)
    {
        var reply = await tenancy.Withdraw(agent);
        return reply.Status == SetupStatus.Unchanged
            ? Problems.NotFound("agent", agent, "GET /api/v1/publications lists what is published")
            : Answers.Refused(reply, StatusCodes.Status409Conflict) ?? TypedResults.Ok(reply);
    }
}

/// <summary>What is left out is the default.</summary>
internal sealed record QuotaRequest(
    int? Agents,
    int? Accounts,
    int? Versions,
    int? OrdersPerMinute,
    int? BacktestsAtOnce,
    decimal? ModelSpendUsdPerDay,
    int? ApiRequestsPerMinute,
    int? DecisionRecordDays,
    int? WebhooksPerMinute);

/// <param name="Kind">venue or model.</param>
/// <param name="Target">Of a model's the address of the tenant's server; of a venue's its name.</param>
/// <param name="Secret">The value: sealed at once, never shown again.</param>
internal sealed record CredentialRequest(string? Kind, string? Target, string? Secret)
{
    // Whatever prints the request prints no secret.
    public override string ToString() => $"{Kind} {Target}";
}

/// <param name="Detail">results (default), reasons or prompts.</param>
internal sealed record PublicationRequest(string? Detail);
