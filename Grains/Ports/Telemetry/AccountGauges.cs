using System.Diagnostics.Metrics;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>
/// Equity and drawdown of the accounts that are active in this process. The first <see cref="AccountsMax"/> stand for themselves; the
/// equity of all others is summed up under <c>other</c>, by currency, and their drawdown is that of the worst.
/// </summary>
public static class AccountGauges
{
    /// <summary>Accounts with a series of their own; a place is free again when its account leaves memory.</summary>
    public const int AccountsMax = 200;

    private static readonly Lock Gate = new();
    private static readonly HashSet<AccountGauge> Named = [];
    private static readonly HashSet<AccountGauge> Others = [];

    private static readonly ObservableGauge<double> Equity = TraderTelemetry.Meter.CreateObservableGauge(
        "trader.account.equity", static () => Read(static gauge => gauge.Equity, static (sum, next) => sum + next),
        unit: null, "Equity of an account, in its currency.");

    private static readonly ObservableGauge<double> Drawdown = TraderTelemetry.Meter.CreateObservableGauge(
        "trader.account.drawdown", static () => Read(static gauge => gauge.Drawdown, Math.Max),
        "1", "Share of its highest value since this process took it up that an account has lost; money paid in or out is no gain or loss.");

    public static bool IsOn => Equity.Enabled || Drawdown.Enabled;

    /// <summary>The place of an account; disposing it ends the series.</summary>
    public static AccountGauge Open(AccountKey account, string currency)
    {
        lock (Gate)
        {
            var isNamed = Named.Count < AccountsMax;
            var gauge = new AccountGauge(
                isNamed ? account.Tenant.Value : BoundedNames.Other, isNamed ? account.Name : BoundedNames.Other, currency);
            (isNamed ? Named : Others).Add(gauge);
            return gauge;
        }
    }

    internal static void Close(AccountGauge gauge)
    {
        lock (Gate)
        {
            if (!Named.Remove(gauge))
                Others.Remove(gauge);
        }
    }

    private static List<Measurement<double>> Read(Func<AccountGauge, double> value, Func<double, double, double> join)
    {
        lock (Gate)
        {
            var read = new List<Measurement<double>>(Named.Count + 1);
            foreach (var gauge in Named)
                read.Add(Of(value(gauge), gauge));
            foreach (var currency in Others.GroupBy(static gauge => gauge.Currency, StringComparer.Ordinal))
                read.Add(Of(currency.Select(value).Aggregate(join), currency.First()));
            return read;
        }
    }

    private static Measurement<double> Of(double value, AccountGauge gauge) =>
        new(value, new("tenant", gauge.Tenant), new("account", gauge.Account), new("currency", gauge.Currency));
}

/// <summary>What one active account shows of itself; written in the account's turns.</summary>
public sealed class AccountGauge : IDisposable
{
    private double _peakProfit = double.NegativeInfinity;
    private double _equity;
    private double _drawdown;

    internal AccountGauge(string tenant, string account, string currency) => (Tenant, Account, Currency) = (tenant, account, currency);

    internal string Tenant { get; }

    internal string Account { get; }

    internal string Currency { get; }

    internal double Equity => Volatile.Read(ref _equity);

    /// <summary>0 at the top, 1 when all is lost.</summary>
    internal double Drawdown => Volatile.Read(ref _drawdown);

    /// <param name="paidIn">Money paid in less what was taken out.</param>
    public void Set(decimal equity, decimal paidIn)
    {
        var profit = (double)(equity - paidIn);
        _peakProfit = Math.Max(_peakProfit, profit);
        var peak = (double)paidIn + _peakProfit;
        Volatile.Write(ref _equity, (double)equity);
        Volatile.Write(ref _drawdown, peak > 0 ? (_peakProfit - profit) / peak : 0);
    }

    public void Dispose() => AccountGauges.Close(this);
}
