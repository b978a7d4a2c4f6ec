using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>The limits of one account, judged on the very ledger that the order would change.</summary>
internal static partial class RiskPolicy
{
    public static Refusal? Check(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        var state = work.State;
        if (state.IsHalted)
        {
            tally.Refuse(RefusalCode.Halted, RiskLimit.Halt, null, null);
            return new Refusal(RefusalCode.Halted, "account", state.HaltReason, "resume it, or send reduce-only orders");
        }

        return CheckCollar(work, ticket, ref tally) ??
            (ticket.Opening == 0m ? null : CheckOpening(work, ticket, ref tally) ?? CheckMargin(work, ticket, ref tally));
    }

    private static Refusal? CheckOpening(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        var limits = work.State.LimitsInForce;
        if (!work.State.IsLimited)
            return CheckTenant(work, ticket, ref tally);
        var held = work.State.HeldOf(ticket.Intent.Symbol);
        var position = (Math.Max(0m, held * ticket.Side.Sign()) + ticket.OpenOnSide + ticket.Opening) * ticket.Price;
        return CheckWhatAndWhen(work, ticket.Intent, ref tally) ??
            tally.AtMost(RefusalCode.RiskLeverage, RiskLimit.LeverageMax, ticket.Leverage, limits.LeverageMax) ??
            tally.AtMost(RefusalCode.RiskOrderNotional, RiskLimit.OrderNotionalMax, ticket.Notional, limits.OrderNotionalMax) ??
            tally.AtMost(RefusalCode.RiskPositionNotional, RiskLimit.PositionNotionalMax, position, limits.PositionNotionalMax) ??
            tally.AtMost(RefusalCode.RiskSymbolNotional, RiskLimit.SymbolNotionalMax, position, limits.SymbolNotionalMax?.Of(ticket.Intent.Symbol)) ??
            CheckPositions(work.State, held, ref tally) ??
            CheckSums(work, ticket, ref tally) ??
            CheckTradeRisk(work, ticket, ref tally) ??
            CheckDistance(work, ticket, ref tally) ??
            CheckTenant(work, ticket, ref tally);
    }

    // Last, so that nobody asks the tenant for what the account's own limits refuse.
    private static Refusal? CheckTenant(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        if (work.Context.Headroom is not { } headroom)
            return null;
        var then = Exposure.Of(work.State, work.Context, ticket.Intent.Symbol, ticket.Amends).With(ticket.Side, ticket.Quantity * ticket.Price).Worst;
        var asset = ExposureSums.AssetOf(ticket.Intent.Symbol);
        return headroom.Check(asset, new ExposureSums(work.State, work.Context, ticket.Intent.Symbol, then, withOrders: true).Asset(asset), ref tally);
    }

    private static Refusal? CheckWhatAndWhen(in Work work, OrderIntent intent, ref RiskTally tally)
    {
        var limits = work.State.LimitsInForce;
        var symbol = intent.Symbol;
        if (limits.SymbolsAllowed is { } allowed && !allowed.Contains(symbol))
        {
            tally.Refuse(RefusalCode.RiskSymbolNotAllowed, RiskLimit.SymbolsAllowed, null, null);
            return new Refusal(RefusalCode.RiskSymbolNotAllowed, nameof(limits.SymbolsAllowed), symbol.Value, $"one of {allowed}");
        }

        if (limits.SymbolsBlocked is { } blocked && blocked.Contains(symbol))
        {
            tally.Refuse(RefusalCode.RiskSymbolBlocked, RiskLimit.SymbolsBlocked, null, null);
            return new Refusal(RefusalCode.RiskSymbolBlocked, nameof(limits.SymbolsBlocked), symbol.Value, $"none of {blocked}");
        }

        if (limits.Hours is { } hours && !hours.Contains(work.Now))
        {
            tally.Refuse(RefusalCode.RiskHours, RiskLimit.Hours, null, null);
            return new Refusal(RefusalCode.RiskHours, nameof(limits.Hours), FormattableString.Invariant($"{work.Now.UtcDateTime:ddd HH:mm}"), $"within {hours} UTC; orders that only reduce are taken at any time");
        }

        return CheckRate(work, limits, ref tally);
    }

    private static Refusal? CheckRate(in Work work, AccountLimits limits, ref RiskTally tally)
    {
        if (limits.OrdersPerMinuteMax is not { } max)
            return null;
        var since = work.Now.UtcTicks - TimeSpan.TicksPerMinute;
        var count = work.State.Openings.CountAfter(since);
        if (count < max)
            return tally.AtMost(RefusalCode.RiskOrdersPerMinute, RiskLimit.OrdersPerMinuteMax, count + 1, max);
        var freeAt = work.State.Openings.NewestBut(max - 1) + TimeSpan.TicksPerMinute;
        return tally.Refuse(RefusalCode.RiskOrdersPerMinute, RiskLimit.OrdersPerMinuteMax, count + 1, max, "orders that open, within a minute at most ") with
        {
            RetryAfter = TimeSpan.FromTicks(Math.Max(0L, freeAt - work.Now.UtcTicks)),
        };
    }

    private static Refusal? CheckPositions(AccountState state, decimal held, ref RiskTally tally) =>
        state.LimitsInForce.OpenPositionsMax is { } positions && held == 0m
            ? tally.AtMost(RefusalCode.RiskOpenPositions, RiskLimit.OpenPositionsMax, HeldSymbols(state) + 1, positions)
            : null;

    // Held at the marks, open orders at their prices, whichever of them may fill.
    private static Refusal? CheckSums(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        var limits = work.State.LimitsInForce;
        if (!NeedsSums(limits))
            return null;
        var then = Exposure.Of(work.State, work.Context, ticket.Intent.Symbol, ticket.Amends).With(ticket.Side, ticket.Quantity * ticket.Price).Worst;
        var sums = new ExposureSums(work.State, work.Context, ticket.Intent.Symbol, then, withOrders: true);
        return CheckSums(limits, sums, ExposureSums.AssetOf(ticket.Intent.Symbol), NeedsEquity(limits) ? EquityOf(work) : 0m, ref tally);
    }

    private static Refusal? CheckSums(AccountLimits limits, scoped in ExposureSums sums, ReadOnlySpan<char> asset, decimal equity, ref RiskTally tally)
    {
        var gross = limits.GrossNotionalMax is not null || limits.EffectiveLeverageMax is not null ? sums.Gross() : 0m;
        var refusal = tally.AtMost(RefusalCode.RiskGrossNotional, RiskLimit.GrossNotionalMax, gross, limits.GrossNotionalMax) ??
            CheckEffectiveLeverage(limits, gross, equity, ref tally) ??
            (limits.AssetExposureMax is null ? null : tally.AtMost(RefusalCode.RiskAssetExposure, RiskLimit.AssetExposureMax, sums.Asset(asset), limits.AssetExposureMax));
        if (refusal is not null || limits.GroupExposureMax is null)
            return refusal;
        foreach (var group in (limits.Groups ?? AssetGroups.All).Groups)
        {
            if (group.Contains(asset) && tally.AtMost(RefusalCode.RiskGroupExposure, RiskLimit.GroupExposureMax, sums.Group(group), limits.GroupExposureMax) is { } beyond)
                return beyond with { Remedy = $"{beyond.Remedy} in the group {group.Name}" };
        }

        return null;
    }

    private static Refusal? CheckEffectiveLeverage(AccountLimits limits, decimal gross, decimal equity, ref RiskTally tally)
    {
        if (limits.EffectiveLeverageMax is not { } max)
            return null;
        return equity > 0m
            ? tally.AtMost(RefusalCode.RiskEffectiveLeverage, RiskLimit.EffectiveLeverageMax, gross / equity, max)
            : tally.Refuse(RefusalCode.RiskEffectiveLeverage, RiskLimit.EffectiveLeverageMax, gross, 0m, "without equity at most ");
    }

    private static Refusal? CheckTradeRisk(in Work work, in OrderTicket ticket, ref RiskTally tally) =>
        work.State.LimitsInForce.TradeRiskMax is null ? null
            : CheckTradeRisk(work.State.LimitsInForce, TradeRisk.Of(work.State, ticket.Intent, ticket.Side, ticket.Price, ticket.Opening), EquityOf(work), ref tally);

    private static Refusal? CheckTradeRisk(AccountLimits limits, decimal risk, decimal equity, ref RiskTally tally)
    {
        var refusal = tally.AtMost(RefusalCode.RiskPerTrade, RiskLimit.TradeRiskMax, equity > 0m ? risk / equity : 1m, limits.TradeRiskMax);
        return refusal is null ? null : refusal with { Remedy = $"{refusal.Remedy} of the equity from the order's price to its stop; without a stop all of it counts" };
    }

    private static Refusal? CheckDistance(in Work work, in OrderTicket ticket, ref RiskTally tally) =>
        work.State.LimitsInForce.LiquidationDistanceMin is not { } min ? null
            : tally.AtLeast(
                RefusalCode.RiskLiquidationDistance, RiskLimit.LiquidationDistanceMin,
                LiquidationDistance.After(work, ticket.Intent.Symbol, ticket.Side, ticket.Opening, ticket.Price, ticket.Leverage), min);

    private static Refusal? CheckCollar(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        if (work.State.LimitsInForce.PriceCollar is not { } collar || ticket.LimitPrice == 0m)
            return null;
        var mark = work.Context[work.Context.IndexOf(ticket.Intent.Symbol)].Mark;
        var worst = mark * (1m + (collar * ticket.Side.Sign()));
        var off = (ticket.LimitPrice - mark) * ticket.Side.Sign() / mark;
        if ((ticket.LimitPrice - worst) * ticket.Side.Sign() <= 0m)
        {
            tally.Keep(RiskLimit.PriceCollar, off, collar, Math.Max(0m, off) / collar);
            return null;
        }

        tally.Refuse(RefusalCode.PriceCollar, RiskLimit.PriceCollar, off, collar);
        return OrderPrices.Refuse(RefusalCode.PriceCollar, nameof(OrderIntent.LimitPrice), ticket.LimitPrice, $"at most {worst.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    private static Refusal? CheckMargin(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
        {
            tally.Refuse(RefusalCode.NoMarket, RiskLimit.Margin, null, null);
            return new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held");
        }

        if (ticket.Reserve <= margin.Available)
            return null;
        var free = Math.Max(0m, margin.Available);
        tally.Refuse(RefusalCode.InsufficientMargin, RiskLimit.Margin, ticket.Reserve, free);
        return OrderPrices.Refuse(RefusalCode.InsufficientMargin, "margin", ticket.Reserve, $"at most {free.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    private static bool NeedsSums(AccountLimits limits) =>
        limits.GrossNotionalMax is not null || limits.EffectiveLeverageMax is not null || limits.AssetExposureMax is not null || limits.GroupExposureMax is not null;

    private static bool NeedsEquity(AccountLimits limits) => limits.EffectiveLeverageMax is not null || limits.TradeRiskMax is not null;

    private static decimal EquityOf(in Work work) => Margin.Of(work.State, work.Context).Equity;

    private static int HeldSymbols(AccountState state)
    {
        var count = 0;
        foreach (ref readonly var slot in state.Positions)
            count += slot.IsFlat ? 0 : 1;
        return count;
    }
}
