using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Demo;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Silo.Replay;

/// <summary>What a replay came to under its breakers, account by account: to be held beside the same replay without.</summary>
internal sealed record BreakerTable(ImmutableArray<BreakerLine> Lines, int MarketTrips)
{
    /// <summary>Days of equity that are read at once; a day has at most a point a minute and one a fill.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static async Task<BreakerTable> Read(
        ImmutableArray<AgentResult> agents, DateTimeOffset from, DateTimeOffset to, IJournal journal, IReadModel readModel, CancellationToken cancellation)
    {
        var lines = ImmutableArray.CreateBuilder<BreakerLine>();
        foreach (var agent in agents)
            lines.Add(await Read(agent, from, to, journal, readModel, cancellation));
        return new BreakerTable(lines.ToImmutable(), await MarketTripsOf(readModel, cancellation));
    }

    public void Print(TextWriter writer)
    {
        Line(writer, $"{"account",-18} {"return",9} {"drawdown",9} {"worst day",10} {"trades",7} {"trips",6} {"tripped",14}  {"state"}");
        foreach (var line in Lines)
            Line(writer, $"{line.Name,-18} {line.Return,9:P2} {line.Drawdown,9:P2} {line.WorstDay,10:P2} {line.Trades,7:N0} {line.Trips,6:N0} {Hours(line.Tripped),14}  {line.State.ToString().ToLowerInvariant()}");
        Line(writer, $"{"mean",-18} {Lines.Average(static line => line.Return),9:P2} {Lines.Average(static line => line.Drawdown),9:P2} {Lines.Average(static line => line.WorstDay),10:P2} {Lines.Sum(static line => line.Trades),7:N0} {Lines.Sum(static line => line.Trips),6:N0}");
        if (MarketTrips > 0)
            Line(writer, $"markets' own breakers changed {MarketTrips:N0} times");
    }

    private static async Task<BreakerLine> Read(AgentResult agent, DateTimeOffset from, DateTimeOffset to, IJournal journal, IReadModel readModel, CancellationToken cancellation)
    {
        var books = agent.Books;
        var account = new AccountKey(DemoPlan.Tenant, agent.Name);
        decimal peak = books.Deposited, drawdown = 0m, before = books.Deposited, worst = 0m;
        for (var day = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero); day < to; day += Day)
        {
            var last = before;
            foreach (var point in await readModel.Equity(account, day, day + Day, IReadModel.EquityPointsMax, cancellation))
            {
                last = point.Equity;
                peak = Math.Max(peak, last);
                drawdown = Math.Max(drawdown, peak > 0m ? (peak - last) / peak : 0m);
            }

            worst = Math.Min(worst, before > 0m ? (last - before) / before : 0m);
            before = last;
        }

        var (trips, tripped) = await TripsOf(account, to, journal, cancellation);
        return new BreakerLine(
            agent.Name, books.Deposited > 0m ? (books.Equity - books.Deposited) / books.Deposited : 0m, -drawdown, worst,
            await TradesOf(account, readModel, cancellation), trips, tripped, books.State);
    }

    private static async Task<(int Trips, TimeSpan Tripped)> TripsOf(AccountKey account, DateTimeOffset to, IJournal journal, CancellationToken cancellation)
    {
        var trips = 0;
        var tripped = TimeSpan.Zero;
        var open = new Dictionary<TrippedBreaker, DateTimeOffset>();
        long after = 0;
        while (await journal.Read($"account/{account}", after, IJournal.ReadMax, cancellation) is { IsEmpty: false } some)
        {
            after = some[^1].Version;
            foreach (var stored in some)
            {
                var happened = ContractJson.Decode<AccountEvent>(stored.Payload.Span);
                if (happened.Kind == AccountEventKind.BreakerTripped && happened.BreakerTripped().Breaker is var breaker && open.TryAdd(Key(breaker), happened.At))
                    trips++;
                else if (happened.Kind == AccountEventKind.BreakerReset && open.Remove(Key(happened.BreakerReset().Breaker), out var since))
                    tripped += happened.At - since;
            }
        }

        return (trips, open.Values.Aggregate(tripped, (sum, since) => sum + (to - since)));
    }

    private static TrippedBreaker Key(TrippedBreaker breaker) =>
        new(breaker.Scope, breaker.Kind, default, default, string.Empty, string.Empty) { Symbol = breaker.Symbol, Window = breaker.Window };

    private static async Task<long> TradesOf(AccountKey account, IReadModel readModel, CancellationToken cancellation)
    {
        long count = 0;
        long? before = null;
        do
        {
            var page = await readModel.ClosedTrades(account, new PageRequest(before, PageRequest.LimitMax), cancellation);
            count += page.Rows.Length;
            before = page.Next;
        }
        while (before is not null);
        return count;
    }

    private static async Task<int> MarketTripsOf(IReadModel readModel, CancellationToken cancellation)
    {
        var count = 0;
        long? before = null;
        do
        {
            var page = await readModel.Alerts(Grains.Tenants.TenantNames.Platform, [Grains.Alerts.AlertKind.BreakerTripped], new PageRequest(before, PageRequest.LimitMax), cancellation);
            count += page.Rows.Length;
            before = page.Next;
        }
        while (before is not null);
        return count;
    }

    private static string Hours(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:N1} h");

    private static void Line(TextWriter writer, FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

/// <param name="Drawdown">The deepest fall from the highest equity before it, from one minute to the next; a share, nought or below.</param>
/// <param name="WorstDay">The worst change from midnight to midnight UTC; a share.</param>
/// <param name="Trips">Breakers that tripped.</param>
/// <param name="Tripped">How long they were, added up.</param>
internal sealed record BreakerLine(string Name, decimal Return, decimal Drawdown, decimal WorstDay, long Trades, int Trips, TimeSpan Tripped, TradingState State);
