using System.Collections.Immutable;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>What two models agree on.</summary>
internal static class Agreement
{
    /// <summary>
    /// A symbol is traded where both give the same signal: with the first one's words and exits, the smaller quantity, the lower leverage and
    /// the lower confidence. Everything else is held.
    /// </summary>
    public static Decision Of(Decision first, Decision second)
    {
        var agreed = ImmutableArray.CreateBuilder<SymbolDecision>();
        foreach (var mine in first.Positions)
        {
            var other = second.Positions.FirstOrDefault(candidate => candidate.Symbol == mine.Symbol);
            if ((other?.Signal ?? TradeSignal.Hold) != mine.Signal)
                continue;
            agreed.Add(other is null ? mine : mine with
            {
                Quantity = Math.Min(mine.Quantity, other.Quantity),
                Leverage = Math.Min(mine.Leverage, other.Leverage),
                Confidence = Math.Min(mine.Confidence, other.Confidence),
            });
        }

        return first with { Positions = agreed.ToImmutable() };
    }
}
