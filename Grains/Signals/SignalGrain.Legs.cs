using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals;

/// <summary>What one subscriber makes of the signal: asked, sized, executed. Each order at most once, by its command id.</summary>
internal sealed partial class SignalGrain
{
    private Task<Walk> Serve(LegState leg) => leg.Stage switch
    {
        LegStage.Waiting => Begin(leg),
        LegStage.Asked => AwaitOpinion(leg),
        LegStage.Judged => Size(leg),
        LegStage.Sized => Execute(leg),
        _ => Follow(leg),
    };

    private async Task<Walk> Begin(LegState leg)
    {
        var now = time.GetUtcNow();
        if (now - _state.EnrichedAt > SignalTimes.StepWithinMax)
            return await End(leg, SignalReason.TookTooLong, $"{leg.Name} could not be served in time");
        if (LegPlan.Decline(_state, leg, now) is { } declined)
            return await Take($"decline/{leg.Name}", declined);
        if (leg.Terms is { Kind: SubscriberKind.Agent } && leg.Terms.Allows(SignalRight.Run))
            return await Run(leg);
        return leg.Terms is { Kind: SubscriberKind.Agent, AsksPlanner: true } && LegPlan.MayOpen(_state, leg) ? await Ask(leg) : await Size(leg);
    }

    private async Task<Walk> Size(LegState leg)
    {
        if (time.GetUtcNow() - leg.At > SignalTimes.StepWithinMax && leg.Stage == LegStage.Judged)
            return await End(leg, SignalReason.TookTooLong, "the size could not be told in time");
        var (key, cause, why) = await Trader(leg);
        if (why is { } unavailable)
            return await End(leg, unavailable, cause);
        var market = await GrainFactory.Symbol(SymbolKey).Observe(Enrichment.Needs(_state.Signal!));
        if (market is not { StaleReason: null })
            return await End(leg, SignalReason.MarketStale, "prices cannot be relied upon any more");
        if (await GrainFactory.Account(key).Observe() is not { } reading)
            return await End(leg, SignalReason.AccountUnavailable, $"account {key} is not open");
        return await Take($"size/{leg.Name}", LegPlan.Decide(_state, leg, key, cause, market, reading.Account, time.GetUtcNow()));
    }

    // Who trades, and under which cause; or why nobody does, in the cause's place.
    private async Task<(AccountKey Account, string Cause, SignalReason? Why)> Trader(LegState leg)
    {
        if (leg.Terms.Kind == SubscriberKind.Account)
            return (new AccountKey(_key.Tenant, leg.Terms.Name), SignalCause.Of(_key.Id), null);
        var key = new AgentKey(_key.Tenant, leg.Terms.Name);
        if (await GrainFactory.Agent(key).GetSnapshot() is not { } agent)
            return (default, $"there is no agent {key}", SignalReason.AgentUnavailable);
        if (agent.Status != AgentStatus.Active)
            return (default, $"agent {key} is {(agent.Status == AgentStatus.Paused ? "paused" : "stopped")}", SignalReason.AgentUnavailable);
        if (await GrainFactory.StrategyVersion(agent.Version).Get() is not { } version || !version.Config.Symbols.Contains(_state.Signal!.Symbol))
            return (default, $"{agent.Version} does not trade {_state.Signal!.Symbol}", SignalReason.NotPermitted);
        if (version.Config.DryRun)
            return (default, $"{agent.Version} is a dry run: nothing is sent", SignalReason.Informed);
        return (agent.Account, SignalCause.Of(_key.Id, $"{key.Name} {agent.Version.Strategy}@{agent.Version.Version}"), null);
    }

    private async Task<Walk> Execute(LegState leg)
    {
        var account = GrainFactory.Account(leg.Account);
        var isLate = time.GetUtcNow() - leg.At > SignalTimes.StepWithinMax;
        OrderId? order = null;
        var told = new List<string>();
        foreach (var command in leg.Commands)
        {
            var id = CommandOf(leg, command);
            var (reply, isFenced) = isLate ? await Settle(account, id) : (await account.Execute(id, command.Command), false);
            if (reply.Status == CommandStatus.Unknown)
                return Walk.Retry;
            if (isFenced || (reply.Refusal is { } given && !IsHarmless(given, leg)))
            {
                told.Add(isFenced ? "was not sent in time" : reply.Refusal!.ToString());
                return await End(leg, isFenced ? SignalReason.TookTooLong : SignalReason.RefusedByAccount, $"{command.Suffix}: {string.Join("; ", told)}");
            }

            if (string.Equals(command.Suffix, LegPlan.Open, StringComparison.Ordinal))
                order = reply.Order;
            told.Add(reply.Order is { } made ? $"{command.Suffix}: order {made}" : $"{command.Suffix}: {(reply.IsDone ? "done" : "nothing was there")}");
        }

        return await Take($"execute/{leg.Name}", new LegExecuted(time.GetUtcNow(), leg.Name, order, string.Join("; ", told)));
    }

    // What was to be closed or cancelled was gone already: the rest stands.
    private static bool IsHarmless(Refusal refusal, LegState leg) =>
        refusal.Code is RefusalCode.UnknownOrder or RefusalCode.WrongTransition || (refusal.Code == RefusalCode.NoPosition && leg.Quantity > 0m);

    /// <summary>
    /// What became of a command that may have been sent long ago. Where the account never heard of it, its id is used up by a command that can
    /// only be refused: nothing that is still on its way can be carried out under it any more.
    /// </summary>
    private static async Task<(CommandReply Reply, bool IsFenced)> Settle(IAccountGrain account, CommandId id)
    {
        if (await account.FindReply(id) is { } known)
            return (known, false);
        var reply = await account.Execute(id, new CancelOrder(new OrderId(0)));
        return (reply, reply.Refusal?.Code == RefusalCode.UnknownOrder);
    }

    private CommandId CommandOf(LegState leg, PlannedCommand command) => new($"signal/{_key.Id}/{leg.Name}/{command.Suffix}");

    private Task<Walk> End(LegState leg, SignalReason reason, string detail) =>
        Take($"end/{leg.Name}", new LegEnded(time.GetUtcNow(), leg.Name, reason, detail));
}
