using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>What an account waits for.</summary>
public static class Triggers
{
    /// <summary>
    /// Appends every trigger of the account at <paramref name="symbol"/>, by order id, then the account's own. A function of
    /// the state and the instruments alone: after each commit all symbols that the account holds or has orders in are told anew.
    /// </summary>
    public static void Of(AccountState state, Symbol symbol, DecisionContext context, List<Trigger> into)
    {
    }
}
