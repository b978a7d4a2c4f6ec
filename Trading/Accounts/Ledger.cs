namespace OrleansTrader.Trading.Accounts;

/// <summary>The account's two pure and total functions. Paper, replay and backtest run these very ones.</summary>
public static partial class Ledger
{
    /// <summary>
    /// Decides <paramref name="command"/> without touching <paramref name="state"/>: the events go into
    /// <paramref name="buffer"/>, whose earlier content is forgotten. A refusal leaves it empty.
    /// </summary>
    public static CommandResult Decide(AccountState state, AccountCommand command, DecisionContext context, EventBuffer buffer)
    {
        buffer.Begin(state);
        return CommandResult.Refused(new Refusal(RefusalCode.UnknownCommand, "command", command.ToString(), "send a command of this version"));
    }

    /// <summary>Changes <paramref name="state"/> by one event of its journal. Never throws on an event that Decide made.</summary>
    public static void Apply(AccountState state, in AccountEvent happened)
    {
        state.Version++;
    }
}
