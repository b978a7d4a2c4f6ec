using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Silo.Http.Api.Exports;

/// <summary>A record of a model's decision as a line: what was asked, what it cost, what came of it. The texts are in the API.</summary>
internal static class RecordCsv
{
    public static readonly string[] Columns =
    [
        "at", "agent", "strategy_version", "account", "cycle", "models", "questions", "input_tokens", "output_tokens", "cost_usd", "latency_seconds",
        "decision", "hold_reason", "orders", "closed_trades", "net", "told", "hindsight",
    ];

    /// <param name="leakage">Why it may be the model's memory; null where it is not.</param>
    public static void Cells(DecisionRecordRow row, string? leakage, CsvRow line) => line
        .Instant(row.At).Name(row.Agent.Name).Name($"{row.Version.Strategy}@{row.Version.Version}").Name(row.Account.Name).Number(row.Cycle)
        .Text(string.Join(' ', row.Turns.Select(static turn => turn.Model).Distinct(StringComparer.Ordinal))).Number((long)row.Turns.Length)
        .Number(row.Turns.Sum(static turn => turn.InputTokens)).Number(row.Turns.Sum(static turn => turn.OutputTokens)).Number((decimal?)row.CostUsd)
        .Number(row.Latency.TotalSeconds).Text(Wanted(row)).Text(row.HoldReason).Number((decimal?)row.Outcome?.Orders).Number((decimal?)row.Outcome?.Trades)
        .Number(row.Outcome?.Net).Text(row.Outcome?.Told).Text(leakage);

    // In words, e.g. "buy BTC-USDT 0.5, close ETH-USDT"; the whole of it is JSON with commas and quotes.
    private static string? Wanted(DecisionRecordRow row) => row.Decision is not { } json ? null : string.Join(
        ", ", ContractJson.Decode<Decision>(json).Positions.Select(static wanted => wanted.Signal is TradeSignal.Buy or TradeSignal.Sell
            ? $"{wanted.Signal.ToString().ToLowerInvariant()} {wanted.Symbol} {FieldError.Text(wanted.Quantity)}"
            : $"{wanted.Signal.ToString().ToLowerInvariant()} {wanted.Symbol}"));
}
