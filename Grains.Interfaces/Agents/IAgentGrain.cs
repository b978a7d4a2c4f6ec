using Orleans.Concurrency;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Signals;

namespace OrleansTrader.Grains.Agents;

/// <summary>One strategy version trading one account. Key: <c>tenant/agent</c>.</summary>
[Alias(GrainAliases.Agent)]
public interface IAgentGrain : ITenantKeyed
{
    /// <summary>Makes the agent. The same setup again changes nothing; another one is refused.</summary>
    [Alias("Create")]
    Task<SetupReply> Create(AgentSetup setup);

    /// <summary>Begins or goes on with trading; the reason why it cannot is in the reply.</summary>
    [Alias("Start")]
    Task<SetupReply> Start();

    /// <summary>Makes no more decisions; positions and their protective orders stay.</summary>
    [Alias("Pause")]
    Task<SetupReply> Pause();

    /// <summary>Ends trading: cancels open orders, closes positions if asked, and retires the agent.</summary>
    /// <param name="closesPositions">Whether positions are closed at market; otherwise they stay with their protective orders.</param>
    [Alias("Stop")]
    Task<SetupReply> Stop(bool closesPositions);

    /// <summary>Null where there is no such agent.</summary>
    [Alias("GetSnapshot")]
    [AlwaysInterleave]
    Task<AgentSnapshot?> GetSnapshot();

    /// <summary>Decisions that changed something, newest first.</summary>
    [Alias("GetDecisions")]
    [AlwaysInterleave]
    Task<Page<DecisionRow>> GetDecisions(PageRequest page);

    /// <summary>What language models were asked and said, newest first.</summary>
    [Alias("GetRecords")]
    [AlwaysInterleave]
    Task<Page<DecisionRecordRow>> GetRecords(PageRequest page);

    /// <summary>One cycle's record with its texts; null where there is none.</summary>
    [Alias("GetTranscript")]
    [AlwaysInterleave]
    Task<DecisionTranscript?> GetTranscript(long cycle);

    /// <summary>What language models have cost it.</summary>
    [Alias("GetModelCost")]
    [AlwaysInterleave]
    Task<AgentModelCost> GetModelCost();

    /// <summary>
    /// What the planner thinks of a signal. Rules answer in the turn; a language model is asked, and its answer comes to
    /// <see cref="ISignalGrain.OnOpinion"/>.
    /// </summary>
    /// <param name="subscriber">The leg that asks, to be named in the answer.</param>
    [Alias("Opine")]
    Task<OpinionReply> Opine(string subscriber, SignalBrief signal);

    /// <summary>Runs a cycle at once, with the signal in the observation. The same signal again changes nothing. Null, or why there was none.</summary>
    [Alias("RunNow")]
    Task<string?> RunNow(SignalBrief signal);

    /// <summary>The answer to the question of a cycle; one that comes too late is dropped.</summary>
    [Alias("OnPlanned")]
    Task OnPlanned(ModelPlan plan);
}
