using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Agents;

/// <summary>Hands plans to the agents' grains, on behalf of the service.</summary>
internal sealed class PlanInbox(IGrainFactory grains) : IPlanInbox
{
    public async Task Deliver(AgentKey agent, ModelPlan plan)
    {
        using var identity = Caller.AsService();
        await grains.Agent(agent).OnPlanned(plan);
    }
}
