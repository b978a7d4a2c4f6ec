using System.Globalization;
using System.Text.Json;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Prompts;

/// <summary>Every figure of an observation by the path at which its JSON must show it, written down by hand; and those that a JSON has.</summary>
internal static class Figures
{
    public static Dictionary<string, object?> Expected(Observation seen)
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        var account = seen.Account;
        Add("account", ("equity", account.Equity), ("cash", account.Cash), ("margin_available", account.MarginAvailable), ("margin_used", account.MarginUsed), ("leverage", account.Leverage));
        for (var i = 0; i < account.Positions.Length; i++)
        {
            var p = account.Positions[i];
            Add($"account.positions[{i}]", ("quantity", Math.Abs(p.Quantity)), ("entry_price", p.EntryPrice), ("mark", p.Mark), ("unrealised_pnl", p.UnrealisedPnl),
                ("liquidation_price", p.LiquidationPrice), ("leverage", p.Leverage), ("margin_used", p.MarginUsed), ("age_minutes", (decimal)(seen.At - p.OpenedAt).TotalMinutes));
            Add($"account.positions[{i}].exit_plan", ("profit_target", p.ExitPlan!.ProfitTarget), ("stop_loss", p.ExitPlan.StopLoss));
        }

        for (var i = 0; i < account.Orders.Length; i++)
        {
            var o = account.Orders[i];
            Add($"account.orders[{i}]", ("quantity_left", o.QuantityLeft), ("price", o.Price), ("trigger_price", o.TriggerPrice));
        }

        for (var i = 0; i < seen.Symbols.Length; i++)
            Market(seen.Symbols[i], $"markets[{i}]");
        for (var i = 0; i < 10; i++)
        {
            var t = seen.LastTrades[i];
            Add($"last_trades[{i}]", ("quantity", t.Quantity), ("entry_price", t.EntryPrice), ("exit_price", t.ExitPrice), ("realised_pnl", t.RealisedPnl));
        }

        var done = seen.Performance!;
        Add("performance_of_this_version", ("minutes", 4_320m), ("cycles", (decimal)done.Cycles), ("trades", (decimal)done.Trades), ("win_rate", done.WinRate), ("total_return", done.TotalReturn),
            ("sharpe", done.Sharpe), ("drawdown_max", done.DrawdownMax), ("realised", done.Realised), ("fees", done.Fees), ("funding", done.Funding));
        return all;

        void Add(string path, params (string Name, object? Value)[] figures)
        {
            foreach (var (name, value) in figures)
                all.Add($"{path}.{name}", value);
        }

        void Market(SymbolObservation m, string path)
        {
            var rules = m.Instrument;
            Add(path, ("mid", (m.Bid + m.Ask) / 2m), ("bid", m.Bid), ("ask", m.Ask), ("spread", m.Ask - m.Bid), ("mark", m.Mark), ("volume_24h", m.Volume24h), ("change_24h", m.Change24h),
                ("open_interest", m.OpenInterest));
            Add($"{path}.funding", ("rate", m.Funding!.Rate));
            Add($"{path}.regime", ("strength", m.Regime!.Strength), ("confidence", m.Regime.Confidence));
            Add($"{path}.limits", ("tick", rules.TickSize), ("lot", rules.LotSize), ("quantity_min", rules.QuantityMin), ("quantity_max", rules.QuantityMax), ("notional_min", rules.NotionalMin),
                ("leverage_max", rules.LeverageMax), ("maker_fee", rules.Fees.Maker), ("taker_fee", rules.Fees.Taker));
            for (var t = 0; t < rules.Tiers.Length; t++)
                Row($"{path}.limits.leverage_max_by_notional[{t}]", rules.Tiers[t].NotionalMax, rules.Tiers[t].LeverageMax);
            for (var l = 0; l < 5; l++)
            {
                Row($"{path}.book.bids[{l}]", m.Book!.Bids[l].Price, m.Book.Bids[l].Quantity);
                Row($"{path}.book.asks[{l}]", m.Book.Asks[l].Price, m.Book.Asks[l].Quantity);
            }

            foreach (var reading in m.Indicators)
            {
                var names = IndicatorCatalog.Create(reading.Indicator).Outputs;
                for (var v = 0; v < names.Length; v++)
                    all.Add(names.Length == 1 ? $"{path}.indicators.{reading.Indicator}" : $"{path}.indicators.{reading.Indicator}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(names[v])}", reading.Values[v]);
            }

            foreach (var slice in m.Candles)
            {
                for (var c = 0; c < slice.Candles.Length; c++)
                {
                    var candle = slice.Candles[c];
                    Row($"{path}.candles.{slice.Interval.Name()}.rows[{c}]",
                        (decimal)(candle.Start - slice.Candles[0].Start).TotalMinutes, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume);
                }
            }
        }

        void Row(string path, params decimal[] values)
        {
            for (var i = 0; i < values.Length; i++)
                all.Add($"{path}[{i}]", values[i]);
        }
    }

    /// <summary>Every number and null of a JSON by its path, as its raw text.</summary>
    public static Dictionary<string, string> Shown(JsonElement json, string path = "")
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(json, path);
        return all;

        void Walk(JsonElement value, string at)
        {
            if (value.ValueKind is JsonValueKind.Number or JsonValueKind.Null)
                all.Add(at, value.GetRawText());
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in value.EnumerateObject())
                    Walk(property.Value, at.Length == 0 ? property.Name : $"{at}.{property.Name}");
            }

            if (value.ValueKind == JsonValueKind.Array)
            {
                var i = 0;
                foreach (var item in value.EnumerateArray())
                    Walk(item, $"{at}[{(i++).ToString(CultureInfo.InvariantCulture)}]");
            }
        }
    }
}
