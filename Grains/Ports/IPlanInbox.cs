using OrleansTrader.Grains.Agents;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Ports;

/// <summary>Where language models' plans are handed in.</summary>
public interface IPlanInbox
{
    /// <summary>Ends when the agent has acted on it, or has dropped it as too late.</summary>
    Task Deliver(AgentKey agent, ModelPlan plan);
}
