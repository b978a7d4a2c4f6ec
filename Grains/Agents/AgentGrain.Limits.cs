using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>
/// Limits of the version: the account is told them when the agent starts, holds every order to them also while the agent is paused, and
/// is rid of them when it stops. A dry run changes no account: its commands are only judged as if they were set.
/// </summary>
internal sealed partial class AgentGrain
{
    /// <summary>Sets the version's limits, or takes them back. Null, or why that is not done.</summary>
    private async Task<string?> Limit(IAccountGrain account, VersionConfig config, bool isSet)
    {
        if (config is not { Limits: { } limits, DryRun: false })
            return null;

        // The instant is part of the id: an attempt that was refused for want of prices must not answer for the next one.
        var id = new CommandId($"{_key.Name}/limits/{(isSet ? "set" : "back")}/{time.GetUtcNow().UtcTicks}");
        var reply = await account.Execute(id, new SetAgentLimits(_key.Name, isSet ? limits : null));
        return reply switch
        {
            { IsDone: true } => null,

            // An archived account is only read: its limits bind nobody.
            { Refusal.Code: RefusalCode.Halted } when !isSet => null,
            { Refusal: { } refusal } => refusal.ToString(),
            _ => reply.Fault ?? "the outcome is not known",
        };
    }

    private Task<CommandReply> Judge(AccountCommand command) => state.State.Config!.Limits is { } limits
        ? _account!.JudgeWithin(command, new AgentLimits(_key.Name, limits))
        : _account!.Judge(command);

    // What a planner is told: a dry run's own limits are not set, but its commands are judged by them.
    private AccountObservation Bound(AccountObservation account) => state.State.Config is { DryRun: true, Limits: { } limits }
        ? account with { Limits = account.Limits.And(limits) }
        : account;
}
