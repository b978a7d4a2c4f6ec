using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Signals;

/// <summary>What agents are asked and told.</summary>
internal sealed partial class SignalGrain
{
    public async Task OnOpinion(string subscriber, SecondOpinion opinion)
    {
        if (_isLost || _state.Leg(subscriber) is not { Stage: LegStage.Asked } leg)
            return;
        if (await Judge(leg, opinion) == Walk.On)
            GoOn();
    }

    // Durable before it is asked: whoever comes back after a crash waits for the same answer, and not for longer.
    private async Task<Walk> Ask(LegState leg)
    {
        var now = time.GetUtcNow();
        if (!await Commit($"ask/{leg.Name}", new LegAsked(now, leg.Name, now + (SignalTimes.OpinionWithinMax * settings.ClockSpeed))))
            return Walk.Retry;
        var reply = await GrainFactory.Agent(AgentOf(leg)).Opine(leg.Name, Brief());
        return reply.Opinion is { } opinion && _state.Leg(leg.Name) is { Stage: LegStage.Asked } asked ? await Judge(asked, opinion) : Walk.On;
    }

    private async Task<Walk> AwaitOpinion(LegState leg)
    {
        if (time.GetUtcNow() < leg.AskedUntil)
            return Walk.Wait;
        return await Judge(leg, new SecondOpinion(OpinionVerdict.None, "no answer in time"));
    }

    private Task<Walk> Judge(LegState leg, SecondOpinion opinion)
    {
        var now = time.GetUtcNow();
        SignalEvent happened = opinion.Verdict switch
        {
            OpinionVerdict.Agrees => new LegJudged(now, leg.Name, SignalReason.OpinionAgrees, opinion.Words),
            OpinionVerdict.Neutral => new LegJudged(now, leg.Name, SignalReason.OpinionNeutral, opinion.Words),
            OpinionVerdict.Contradicts => new LegEnded(now, leg.Name, SignalReason.OpinionContradicts, opinion.Words),
            _ when leg.Terms.GoesOnWithoutOpinion => new LegJudged(now, leg.Name, SignalReason.OpinionNeutral, $"goes on without: {opinion.Words}"),
            _ => new LegEnded(now, leg.Name, SignalReason.OpinionMissing, opinion.Words),
        };
        return Take($"judge/{leg.Name}", happened);
    }

    // The agent's own command ids make a second run of the same signal harmless.
    private async Task<Walk> Run(LegState leg)
    {
        var refusal = await GrainFactory.Agent(AgentOf(leg)).RunNow(Brief());
        return refusal is null
            ? await End(leg, SignalReason.Ran, "the agent's cycle was run with the signal before it")
            : await End(leg, SignalReason.AgentUnavailable, refusal);
    }

    private AgentKey AgentOf(LegState leg) => new(_key.Tenant, leg.Terms.Name);

    private SignalBrief Brief() => new(_key, _state.Signal!, _state.Levels, _state.Confidence, _state.EnrichedAt);
}
