using System.Text.Json;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>The books in the observation's JSON: account, positions, orders, closed trades, performance.</summary>
internal static class AccountText
{
    public static void Write(Utf8JsonWriter writer, AccountObservation account, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.Number("equity"u8, account.Equity);
        writer.Number("cash"u8, account.Cash);
        writer.Number("margin_available"u8, account.MarginAvailable);
        writer.Number("margin_used"u8, account.MarginUsed);
        writer.Number("leverage"u8, account.Leverage);
        writer.WriteStartArray("positions"u8);
        foreach (var position in account.Positions)
            Write(writer, position, now);
        writer.WriteEndArray();
        writer.WriteStartArray("orders"u8);
        foreach (var order in account.Orders)
            Write(writer, order);
        writer.WriteEndArray();
        if (account.Limits != AccountLimits.None)
            Write(writer, account.Limits);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, TradeObservation trade)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, trade.Symbol.Value);
        writer.Choice("side"u8, trade.Side);
        writer.Number("quantity"u8, trade.Quantity);
        writer.Number("entry_price"u8, trade.EntryPrice);
        writer.Number("exit_price"u8, trade.ExitPrice);
        writer.Instant("opened_at"u8, trade.OpenedAt);
        writer.Instant("closed_at"u8, trade.ClosedAt);
        writer.Number("realised_pnl"u8, trade.RealisedPnl);
        writer.Words("entry_reason"u8, trade.EntryReason);
        writer.Words("exit_reason"u8, trade.ExitReason);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, PerformanceObservation performance, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.Instant("since"u8, performance.Since);
        writer.Minutes("minutes"u8, now - performance.Since);
        writer.WriteNumber("cycles"u8, performance.Cycles);
        writer.WriteNumber("trades"u8, performance.Trades);
        writer.Number("win_rate"u8, performance.WinRate);
        writer.Number("total_return"u8, performance.TotalReturn);
        writer.Number("sharpe"u8, performance.Sharpe);
        writer.Number("drawdown_max"u8, performance.DrawdownMax);
        writer.Number("realised"u8, performance.Realised);
        writer.Number("fees"u8, performance.Fees);
        writer.Number("funding"u8, performance.Funding);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AccountLimits limits)
    {
        writer.WriteStartObject("limits"u8);
        if (limits.LeverageMax is { } leverage)
            writer.Number("leverage_max"u8, leverage);
        if (limits.OrderNotionalMax is { } order)
            writer.Number("order_notional_max"u8, order);
        if (limits.PositionNotionalMax is { } position)
            writer.Number("position_notional_max"u8, position);
        if (limits.OpenPositionsMax is { } open)
            writer.WriteNumber("open_positions_max"u8, open);
        if (limits.DailyLossMax is { } loss)
            writer.Number("daily_loss_max"u8, loss);
        if (limits.DrawdownMax is { } drawdown)
            writer.Number("drawdown_max"u8, drawdown);
        if (limits.PriceCollar is { } collar)
            writer.Number("price_collar"u8, collar);
        WriteSums(writer, limits);
        WriteTerms(writer, limits);
        writer.WriteEndObject();
    }

    private static void WriteSums(Utf8JsonWriter writer, AccountLimits limits)
    {
        if (limits.GrossNotionalMax is { } gross)
            writer.Number("gross_notional_max"u8, gross);
        if (limits.EffectiveLeverageMax is { } effective)
            writer.Number("effective_leverage_max"u8, effective);
        if (limits.SymbolNotionalMax is { } named)
            writer.WriteString("symbol_notional_max"u8, named.Text);
        if (limits.AssetExposureMax is { } asset)
            writer.Number("asset_exposure_max"u8, asset);
        if (limits.GroupExposureMax is { } group)
            writer.Number("group_exposure_max"u8, group);
        if (limits.Groups is { } groups)
            writer.WriteString("groups"u8, groups.Text);
    }

    private static void WriteTerms(Utf8JsonWriter writer, AccountLimits limits)
    {
        if (limits.TradeRiskMax is { } risk)
            writer.Number("trade_risk_max"u8, risk);
        if (limits.OrdersPerMinuteMax is { } orders)
            writer.WriteNumber("orders_per_minute_max"u8, orders);
        if (limits.LiquidationDistanceMin is { } distance)
            writer.Number("liquidation_distance_min"u8, distance);
        if (limits.HoldMinutesMin is { } shortest)
            writer.Number("hold_minutes_min"u8, shortest);
        if (limits.HoldMinutesMax is { } longest)
            writer.Number("hold_minutes_max"u8, longest);
        if (limits.Hours is { } hours)
            writer.WriteString("hours_utc"u8, hours.Text);
        if (limits.SymbolsAllowed is { } allowed)
            writer.WriteString("symbols_allowed"u8, allowed.Text);
        if (limits.SymbolsBlocked is { } blocked)
            writer.WriteString("symbols_blocked"u8, blocked.Text);
    }

    private static void Write(Utf8JsonWriter writer, PositionObservation position, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, position.Symbol.Value);
        writer.WriteString("side"u8, position.IsLong ? "long"u8 : "short"u8);
        writer.Number("quantity"u8, Math.Abs(position.Quantity));
        writer.Number("entry_price"u8, position.EntryPrice);
        writer.Number("mark"u8, position.Mark);
        writer.Number("unrealised_pnl"u8, position.UnrealisedPnl);
        writer.Number("liquidation_price"u8, position.LiquidationPrice);
        writer.Number("leverage"u8, position.Leverage);
        writer.Number("margin_used"u8, position.MarginUsed);
        writer.Instant("opened_at"u8, position.OpenedAt);
        writer.Minutes("age_minutes"u8, position.Age(now));
        if (position.ExitPlan is { } plan)
        {
            writer.WritePropertyName("exit_plan"u8);
            Write(writer, plan);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ExitPlan plan)
    {
        writer.WriteStartObject();
        writer.Number("profit_target"u8, plan.ProfitTarget);
        writer.Number("stop_loss"u8, plan.StopLoss);
        if (plan.TrailingOffset is { } offset)
            writer.Number("trailing_offset"u8, offset);
        if (plan.TimeExit is { } at)
            writer.Instant("time_exit"u8, at);
        if (plan.InvalidationCondition is { } condition)
            writer.Words("invalidation_condition"u8, condition);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, OrderObservation order)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, order.Symbol.Value);
        writer.Choice("side"u8, order.Side);
        writer.Choice("type"u8, order.Type);
        writer.Choice("role"u8, order.Role);
        writer.Number("quantity_left"u8, order.QuantityLeft);
        writer.Number("price"u8, order.Price);
        writer.Number("trigger_price"u8, order.TriggerPrice);
        writer.WriteBoolean("reduce_only"u8, order.IsReduceOnly);
        writer.WriteEndObject();
    }
}
