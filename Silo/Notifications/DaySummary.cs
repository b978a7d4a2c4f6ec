using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Notifications;

/// <summary>A tenant's day (UTC) in figures. Money is summed by currency; what was paid in or out is no profit.</summary>
/// <param name="Sums">By currency.</param>
/// <param name="Accounts">By profit, the best first.</param>
/// <param name="IsWhole">False where there were more trades or alerts than are read.</param>
internal sealed record DaySummary(
    TenantId Tenant, DateOnly Day, DateTimeOffset At, ImmutableArray<CurrencySum> Sums, ImmutableArray<AccountDay> Accounts, long Trades, decimal Fees,
    decimal Funding, long Breakers, decimal ModelSpendUsd, bool IsWhole)
{
    /// <summary>Most pages of trades, and of alerts, that are read for one day.</summary>
    private const int PagesMax = 20;

    /// <summary>Null where no account of the tenant was open yet when the day ended.</summary>
    public static async Task<DaySummary?> Read(IReadModel readModel, TenantId tenant, DateOnly day, DateTimeOffset now, CancellationToken cancellation)
    {
        var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var to = from.AddDays(1);
        var accounts = ImmutableArray.CreateBuilder<AccountDay>();
        foreach (var account in await readModel.Accounts(tenant, cancellation))
        {
            if (await readModel.EquityBefore(account.Account, to, cancellation) is { } end)
                accounts.Add(AccountDay.Of(account, await readModel.EquityBefore(account.Account, from, cancellation), end));
        }

        if (accounts.Count == 0)
            return null;
        var (trades, hasAllTrades) = await Within(page => readModel.ClosedTrades(tenant, page, cancellation), static trade => trade.ClosedAt, from, to);
        var (breakers, hasAllBreakers) = await Within(
            page => readModel.Alerts(tenant, [AlertKind.BreakerTripped], page, cancellation), static alert => alert.At, from, to);
        return new DaySummary(
            tenant, day, now,
            [.. accounts.GroupBy(static account => account.Currency, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(static group => new CurrencySum(group.Key, group.Sum(static account => account.Equity), group.Sum(static account => account.Profit)))],
            [.. accounts.OrderByDescending(static account => account.Profit).ThenBy(static account => account.Name, StringComparer.Ordinal)],
            trades.Count, trades.Sum(static trade => trade.Fees), trades.Sum(static trade => trade.Funding), breakers.Count,
            await readModel.ModelSpend(tenant, from, cancellation) - await readModel.ModelSpend(tenant, to, cancellation), hasAllTrades && hasAllBreakers);
    }

    public AlertRow Alert() => new(Tenant, At, AlertSeverity.Information, "daily summary", Text())
    {
        Kind = AlertKind.DailySummary,
        Figures =
        [
            .. Sums.SelectMany(sum => new[] { new AlertFigure(Named("equity", sum), sum.Equity), new AlertFigure(Named("dayProfit", sum), sum.Profit) }),
            new AlertFigure("trades", Trades), new AlertFigure("fees", Fees), new AlertFigure("funding", Funding), new AlertFigure("breakers", Breakers),
            new AlertFigure("modelSpendUsd", ModelSpendUsd),
        ],
    };

    private string Text()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy-MM-dd}"));
        foreach (var sum in Sums)
            text.Append(CultureInfo.InvariantCulture, $"\nequity {Money(sum.Equity)} {sum.Currency}, profit and loss {Signed(sum.Profit)}");
        text.Append(CultureInfo.InvariantCulture, $"\n{Trades} trades closed, fees {Money(Fees)}, funding {Signed(Funding)}");
        if (!IsWhole)
            text.Append(" (and more that were not added up)");
        text.Append(CultureInfo.InvariantCulture, $"\n{Breakers} breakers or halts, models {Money(ModelSpendUsd)} US dollars");
        if (Accounts.Length > 1)
            text.Append(CultureInfo.InvariantCulture, $"\nbest {Told(Accounts[0])}, worst {Told(Accounts[^1])}");
        return text.ToString();
    }

    private string Named(string name, CurrencySum sum) =>
        Sums.Length == 1 ? name : $"{name}{sum.Currency[..1].ToUpperInvariant()}{sum.Currency[1..].ToLowerInvariant()}";

    // Lists run from the newest to the oldest, nearly: the last page that is read is one that begins before the day.
    private static async Task<(List<T> Found, bool IsWhole)> Within<T>(
        Func<PageRequest, ValueTask<Page<T>>> read, Func<T, DateTimeOffset> at, DateTimeOffset from, DateTimeOffset to)
    {
        var found = new List<T>();
        var page = PageRequest.Newest(PageRequest.LimitMax);
        for (var i = 0; i < PagesMax; i++)
        {
            var part = await read(page);
            found.AddRange(part.Rows.Where(row => at(row) >= from && at(row) < to));
            if (part.Next is not { } next || at(part.Rows[^1]) < from)
                return (found, true);
            page = new PageRequest(next, PageRequest.LimitMax);
        }

        return (found, false);
    }

    private static string Told(AccountDay account) => $"{account.Name} {Signed(account.Profit)} {account.Currency}";

    private static string Money(decimal amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Signed(decimal amount) => amount.ToString("+#,0.00;-#,0.00;0.00", CultureInfo.InvariantCulture);
}

internal sealed record CurrencySum(string Currency, decimal Equity, decimal Profit);

internal sealed record AccountDay(string Name, string Currency, decimal Equity, decimal Profit)
{
    /// <param name="start">The last row before the day; null for an account that was opened on it.</param>
    /// <param name="end">The last row before the day's end.</param>
    public static AccountDay Of(AccountRow account, EquityRow? start, EquityRow end)
    {
        var before = start is null ? 0m : start.Equity - (start.PaidIn ?? 0m);
        return new AccountDay(account.Account.Name, account.Currency, end.Equity, end.Equity - (end.PaidIn ?? 0m) - before);
    }
}
