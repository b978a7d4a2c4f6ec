using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Storage.Rows;

internal static class QuoteColumns
{
    public const string List = "symbol, at, bid, ask, mark, sequence";

    public static QuoteRow Read(IRow row) =>
        new(SymbolKey.Parse(row.Text()), row.Instant(), row.Decimal(), row.Decimal(), row.Decimal(), row.Long());
}

internal static class FundingColumns
{
    public const string List = "symbol, at, rate, mark, source";

    public static FundingRow Read(IRow row) =>
        new(SymbolKey.Parse(row.Text()), row.Instant(), row.Decimal(), row.Decimal(), (FundingSource)row.Long());
}

internal static class TriggerSetColumns
{
    public const string List = "symbol, account, ledger_version, triggers, change";

    public static TriggerSetRow Read(IRow row) =>
        new(SymbolKey.Parse(row.Text()), AccountKey.Parse(row.Text()), row.Long(), row.Text()) { Change = row.Long() };
}
