using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>Whether the account can carry all decisions together. What is closed in the same answer frees its margin first.</summary>
internal static class AccountRules
{
    public static void Check(ImmutableArray<SymbolDecision> decisions, Observation observation, DecisionBounds bounds, ErrorList errors)
    {
        var account = observation.Account;
        var open = account.Positions.Length;
        var (needed, free, opening, isReplacing) = (0m, account.MarginAvailable, 0, false);
        foreach (var decision in decisions)
        {
            if (decision.Signal == TradeSignal.Hold)
                continue;
            var position = account.Find(decision.Symbol);
            var isSameSide = position is not null && decision.Signal != TradeSignal.Close && position.IsLong == (decision.Signal == TradeSignal.Buy);
            var held = isSameSide ? Math.Abs(position!.Quantity) : 0m;
            if (position is not null && !isSameSide)
                (free, open) = (free + position.MarginUsed, open - 1);
            else if (held > decision.Quantity)
                free += position!.MarginUsed * (1m - (decision.Quantity / held));
            if (decision.Signal == TradeSignal.Close)
                continue;
            open += held == 0m ? 1 : 0;
            if (decision.Quantity <= held)
                continue;
            opening++;
            // Margin that working entries hold back returns when they are replaced, and only the books know how much that is.
            isReplacing |= account.Orders.Any(order => order.Symbol == decision.Symbol && !order.IsReduceOnly);
            needed += Margin(decision, observation.Find(decision.Symbol)!, decision.Quantity - held, position is not null && isSameSide ? position.Leverage : decision.Leverage);
        }

        if (opening > 0 && bounds.OpenPositionsMax is { } max && open > max)
            errors.Add("positions", string.Create(CultureInfo.InvariantCulture, $"{open} open"), string.Create(CultureInfo.InvariantCulture, $"at most {max} symbols may be held at once: open fewer or close some"));
        if (needed > free && !isReplacing)
        {
            errors.Add(
                "positions", $"{Money(needed)} of margin for what is opened",
                $"{Money(Math.Max(0m, free))} is free after what is closed: open smaller quantities, use more leverage within the limits, or close something");
        }
    }

    // As the ledger reserves it: initial margin, the taker fee, and what the price is worse than the mark.
    private static decimal Margin(SymbolDecision decision, SymbolObservation market, decimal quantity, decimal leverage)
    {
        var isBuy = decision.Signal == TradeSignal.Buy;
        var price = decision.Entry?.LimitFor(decision.Signal) ?? (isBuy ? market.Ask : market.Bid);
        var worse = Math.Max(0m, isBuy ? price - market.Mark : market.Mark - price);
        return quantity * ((Math.Max(price, market.Mark) / Math.Max(1m, leverage)) + (price * Math.Max(0m, market.Instrument.Fees.Taker)) + worse);
    }

    private static string Money(decimal amount) => FieldError.Text(decimal.Round(amount, 2));
}
