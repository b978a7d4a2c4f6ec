using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Agents and what they decided.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("/", List).WithName("Agents").WithSummary("All agents with their state.");
        agents.MapGet("/{agent}", Get).WithName("Agent").WithSummary("One agent with its state.")
            .Produces<AgentSnapshot>().ProducesProblem(StatusCodes.Status404NotFound);
        agents.MapGet("/{agent}/decisions", Decisions).WithName("Decisions")
            .WithSummary("Decisions that changed something, newest first.").Pages<DecisionRow>();
        agents.MapGet("/{agent}/records", Records).WithName("Records")
            .WithSummary("What language models were asked and what came of it, newest first; holds too.").Pages<DecisionRecordRow>();
        agents.MapGet("/{agent}/records/{cycle:long}", Transcript).WithName("Transcript")
            .WithSummary("One cycle's questions and answers, word for word.")
            .Produces<DecisionTranscript>().ProducesProblem(StatusCodes.Status404NotFound);
        agents.MapGet("/{agent}/model-cost", ModelCost).WithName("ModelCost")
            .WithSummary("What language models were asked for the agent and what it cost, today (UTC) and in all.")
            .Produces<AgentModelCost>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<ImmutableArray<AgentSnapshot>> List(ITrader trader, ISite site)
    {
        var registry = await trader.Registry(site.Tenant);
        var agents = ImmutableArray.CreateBuilder<AgentSnapshot>(registry.Agents.Length);
        foreach (var key in registry.Agents)
        {
            if (await trader.Agent(key) is { } agent)
                agents.Add(agent);
        }

        return agents.ToImmutable();
    }

    private static Task<IResult> Get(string agent, ITrader trader, ISite site) =>
        OfAgent(agent, trader, site, static snapshot => Task.FromResult<IResult>(TypedResults.Ok(snapshot)));

    private static Task<IResult> Decisions(string agent, HttpRequest request, ITrader trader, ISite site) =>
        OfAgent(agent, trader, site, snapshot => AccountEndpoints.Paged(request, page => trader.Decisions(snapshot.Key, page)));

    private static Task<IResult> Records(string agent, HttpRequest request, ITrader trader, ISite site) =>
        OfAgent(agent, trader, site, snapshot => AccountEndpoints.Paged(request, page => trader.Records(snapshot.Key, page)));

    private static Task<IResult> Transcript(string agent, long cycle, ITrader trader, ISite site) =>
        OfAgent(agent, trader, site, async snapshot => await trader.Transcript(snapshot.Key, cycle) is { } transcript
            ? TypedResults.Ok(transcript)
            : Problems.NotFound("cycle", cycle.ToString(CultureInfo.InvariantCulture), $"GET /api/v1/agents/{agent}/records lists all that are kept"));

    private static Task<IResult> ModelCost(string agent, ITrader trader, ISite site) =>
        OfAgent(agent, trader, site, async snapshot => TypedResults.Ok(await trader.ModelCost(snapshot.Key)));

    private static async Task<IResult> OfAgent(string agent, ITrader trader, ISite site, Func<AgentSnapshot, Task<IResult>> answer)
    {
        var registry = await trader.Registry(site.Tenant);
        var key = new AgentKey(site.Tenant, agent);
        return registry.Agents.Contains(key) && await trader.Agent(key) is { } snapshot
            ? await answer(snapshot)
            : Problems.NotFound("agent", agent, "GET /api/v1/agents lists all agents");
    }
}
