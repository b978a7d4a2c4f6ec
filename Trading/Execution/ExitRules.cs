using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution;

/// <summary>Whether the numbers of a decision make sense for its market.</summary>
internal static class ExitRules
{
    /// <summary>Adds what is wrong; false where anything is, and then the symbol is held.</summary>
    public static bool Check(
        SymbolDecision wanted, SymbolObservation market, PositionObservation? position, string field, ImmutableArray<FieldError>.Builder errors)
    {
        if (wanted.Signal == TradeSignal.Close)
            return true;
        var before = errors.Count;
        var sign = wanted.Signal switch
        {
            TradeSignal.Buy => 1,
            TradeSignal.Sell => -1,
            _ => position is null ? 0 : position.IsLong ? 1 : -1,
        };
        if (wanted.Signal != TradeSignal.Hold)
            CheckSize(wanted, market, field, errors);
        if (wanted.ExitPlan is { } plan && sign != 0)
        {
            var (below, above) = sign > 0 ? ("below", "above") : ("above", "below");
            var mid = market.Mid;
            // A limit entry's stop must hold where the order fills, and not act before.
            var limit = wanted.Signal == TradeSignal.Hold ? null : wanted.Entry?.LimitFor(wanted.Signal);
            var stopBound = limit is { } price && (mid - price) * sign > 0m ? price : mid;
            var targetBound = limit ?? mid;
            if (plan.StopLoss is { } stop && (stop <= 0m || (stopBound - stop) * sign <= 0m))
                errors.Add(new FieldError($"{field}.exit_plan.stop_loss", FieldError.Text(stop), $"must be {below} the price, which is {FieldError.Text(stopBound)}"));
            if (plan.ProfitTarget is { } target && (target <= 0m || (target - targetBound) * sign <= 0m))
                errors.Add(new FieldError($"{field}.exit_plan.profit_target", FieldError.Text(target), $"must be {above} the price, which is {FieldError.Text(targetBound)}"));
            if (plan.TrailingOffset is { } offset && (offset < market.Instrument.TickSize || offset >= mid))
                errors.Add(new FieldError($"{field}.exit_plan.trailing_offset", FieldError.Text(offset), $"must be from {FieldError.Text(market.Instrument.TickSize)} to below the price"));
        }

        return errors.Count == before;
    }

    private static void CheckSize(SymbolDecision wanted, SymbolObservation market, string field, ImmutableArray<FieldError>.Builder errors)
    {
        if (wanted.Quantity <= 0m)
        {
            errors.Add(new FieldError($"{field}.quantity", FieldError.Text(wanted.Quantity), "must be above 0 with buy and sell; use close to be flat"));
            return;
        }

        var leverageMax = wanted.Quantity > market.Instrument.QuantityMax ? 0m : market.Instrument.LeverageMaxAt(wanted.Quantity * market.Mid);
        if (leverageMax == 0m)
        {
            errors.Add(new FieldError(
                $"{field}.quantity", FieldError.Text(wanted.Quantity),
                string.Create(CultureInfo.InvariantCulture, $"must be at most {market.Instrument.QuantityMax} and worth at most {market.Instrument.Tiers[^1].NotionalMax}")));
        }
        else if (wanted.Leverage < 1m || wanted.Leverage > leverageMax)
        {
            errors.Add(new FieldError($"{field}.leverage", FieldError.Text(wanted.Leverage), $"must be 1 to {FieldError.Text(leverageMax)} for this size"));
        }
    }
}
