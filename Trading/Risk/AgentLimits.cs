namespace OrleansTrader.Trading.Risk;

/// <summary>Limits that an agent's version brings to the account that the agent trades, beside the owner's own.</summary>
/// <param name="Agent">The agent's name, at most <see cref="NameLengthMax"/> characters.</param>
public sealed record AgentLimits(string Agent, AccountLimits Limits)
{
    /// <summary>Most agents that bring limits to one account at the same time.</summary>
    public const int CountMax = 32;

    public const int NameLengthMax = 40;
}
