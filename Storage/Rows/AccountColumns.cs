using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Rows;

internal static class AccountColumns
{
    public const string List = "account, kind, venue, currency, deposited, opened_at, halted";

    public static AccountRow Read(IRow row) => new(
        AccountKey.Parse(row.Text()), (AccountKind)row.Long(), row.Text(), row.Text(), row.Decimal(), row.Instant(), row.TextOrNull());
}

internal static class EquityColumns
{
    public const string List = "account, at, version, cash, equity, used_margin, exposure, paid_in";

    public static EquityRow Read(IRow row) => new(
        AccountKey.Parse(row.Text()), row.Instant(), row.Long(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(),
        row.DecimalOrNull());
}

internal static class PositionColumns
{
    public const string List =
        "account, symbol, version, quantity, entry_price, leverage, margin_mode, liquidation_price, opened_at, updated_at, reason";

    public static PositionRow Read(IRow row) => new(
        AccountKey.Parse(row.Text()), SymbolKey.Parse(row.Text()), row.Long(), row.Decimal(), row.Decimal(), row.Decimal(),
        (MarginMode)row.Long(), row.DecimalOrNull(), row.Instant(), row.Instant(), row.Text());
}
