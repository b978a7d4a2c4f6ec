using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Agents: made, started, paused, stopped, replaced by one of another version. Each is idempotent by itself.</summary>
internal static class AgentChanges
{
    private const int NameLengthMax = 40;

    public static void MapAgentChanges(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapPost("/", Create).WithName("CreateAgent").WithSummary("Makes an agent of an active version and an account, and starts it.")
            .TakesBody<AgentRequest>().Produces<AgentSnapshot>(StatusCodes.Status201Created).Refuses();
        agents.MapPost("/{agent}/start", Start).WithName("StartAgent").WithSummary("Begins or goes on with trading.").Changes<AgentSnapshot>();
        agents.MapPost("/{agent}/resume", Start).WithName("ResumeAgent").WithSummary("Goes on after a pause; the same as start.").Changes<AgentSnapshot>();
        agents.MapPost("/{agent}/pause", Pause).WithName("PauseAgent")
            .WithSummary("Makes no more decisions; positions and their protective orders stay.").Changes<AgentSnapshot>();
        agents.MapPost("/{agent}/stop", Stop).WithName("StopAgent")
            .WithSummary("Ends the agent for good: cancels its entry orders and keeps or closes its positions.")
            .TakesBody<StopRequest>().Changes<AgentSnapshot>();
        agents.MapPost("/{agent}/rollback", RollBack).WithName("RollBackAgent")
            .WithSummary("Stops the agent and goes on with a new one of another version, earlier or later, on the same account; answers the new one.")
            .TakesBody<RollbackRequest>().Produces<AgentSnapshot>(StatusCodes.Status201Created).Refuses();
    }

    private static Task<IResult> Create(HttpRequest request, IControl control, ITrader trader, ISite site) =>
        ChangeDesk.Run<AgentRequest>(request, async (body, faults) =>
        {
            var name = faults.Needed("name", body.Name, "give 1 to 40 lower-case letters, digits and dashes");
            var version = faults.Version("version", body.Version, site.Tenant);
            var account = new AccountKey(site.Tenant, faults.Needed("account", body.Account, "name an account: GET /api/v1/accounts lists them"));
            if (!faults.Errors.IsEmpty)
                return null;
            var registry = await trader.Registry(site.Tenant);
            if (!registry.Versions.Contains(version))
                return Unprocessable("version", body.Version!, "create and activate it first: GET /api/v1/versions lists all versions");
            if (!registry.Accounts.Contains(account))
                return Unprocessable("account", account.Name, "open it first: GET /api/v1/accounts lists all accounts");
            var key = new AgentKey(site.Tenant, name);
            var reply = await control.CreateAgent(new AgentCreation(name, new AgentSetup(version, account), body.Start ?? true));
            return Answers.Refused(reply, registry.Agents.Contains(key) ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity)
                ?? TypedResults.Created($"/api/v1/agents/{name}", await trader.Agent(key));
        });

    private static Task<IResult> Start(string agent, IControl control, ITrader trader, ISite site) => Change(agent, trader, site, control.Start);

    private static Task<IResult> Pause(string agent, IControl control, ITrader trader, ISite site) => Change(agent, trader, site, control.Pause);

    private static Task<IResult> Stop(string agent, HttpRequest request, IControl control, ITrader trader, ISite site) =>
        ChangeDesk.Run<StopRequest>(request, async (body, faults) =>
        {
            var positions = faults.Named<PositionsAtStop>("positions", body.Positions);
            return faults.Errors.IsEmpty ? await Change(agent, trader, site, key => control.Stop(key, positions == PositionsAtStop.Close)) : null;
        });

    private static Task<IResult> RollBack(string agent, HttpRequest request, IControl control, ITrader trader, ISite site) =>
        ChangeDesk.Run<RollbackRequest>(request, async (body, faults) =>
        {
            var version = faults.Version("version", body.Version, site.Tenant);
            var positions = faults.Named("positions", body.Positions, (PositionsAtStop?)PositionsAtStop.Keep);
            if (!faults.Errors.IsEmpty)
                return null;
            var registry = await trader.Registry(site.Tenant);
            if (!registry.Agents.Contains(new AgentKey(site.Tenant, agent)))
                return Missing(agent);
            if (!registry.Versions.Contains(version))
                return Unprocessable("version", body.Version!, "GET /api/v1/versions lists all versions");
            var name = body.Name ?? Successor(agent, version);
            var reply = await control.RollBack(new AgentRollback(agent, version, name, positions == PositionsAtStop.Close));
            return Answers.Refused(reply, StatusCodes.Status409Conflict)
                ?? TypedResults.Created($"/api/v1/agents/{name}", await trader.Agent(new AgentKey(site.Tenant, name)));
        });

    private static async Task<IResult> Change(string agent, ITrader trader, ISite site, Func<AgentKey, Task<SetupReply>> change)
    {
        // Only names of the registry reach a grain: a name that somebody made up activates nothing.
        var key = new AgentKey(site.Tenant, agent);
        if (!(await trader.Registry(site.Tenant)).Agents.Contains(key))
            return Missing(agent);
        return Answers.Refused(await change(key), StatusCodes.Status409Conflict) ?? TypedResults.Ok(await trader.Agent(key));
    }

    private static string Successor(string agent, VersionKey version)
    {
        var number = version.Version.Replace('.', '-').ToLowerInvariant();
        return agent.Length + 1 + number.Length <= NameLengthMax ? $"{agent}-{number}" : $"{agent[..Math.Max(1, NameLengthMax - 1 - number.Length)]}-{number}";
    }

    private static IResult Missing(string agent) => Problems.NotFound("agent", agent, "GET /api/v1/agents lists all agents");

    private static IResult Unprocessable(string field, string value, string remedy) =>
        Problems.Of(StatusCodes.Status422UnprocessableEntity, "Refused", field, value, remedy);
}
