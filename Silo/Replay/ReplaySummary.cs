using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.Silo.Demo;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Replay;

/// <summary>What a replay came to: read from the books after its end.</summary>
/// <param name="Bars">Bars of all symbols together.</param>
/// <param name="Elapsed">Real time from the first event to the last.</param>
internal sealed record ReplaySummary(int Bars, TimeSpan Elapsed, ImmutableArray<AgentResult> Agents, JournalDigest Digest)
{
    /// <summary>The versions ranked; null where nobody asked for it.</summary>
    public LeaderboardView? Board { get; init; }

    /// <summary>Where plans of language models came from; null where none was asked for.</summary>
    public RecordedTally? Models { get; init; }

    /// <summary>What became of each account under its breakers; null where nobody asked for it.</summary>
    public BreakerTable? Breakers { get; init; }

    /// <summary>Whether every agent decided whenever it was to.</summary>
    public bool IsWhole => Agents.All(agent => agent.Faults == 0) && Models is not { Unanswered: > 0 };

    /// <summary>Reads what every agent's account came to.</summary>
    public static async Task<ReplaySummary> Read(
        int bars, TimeSpan elapsed, IGrainFactory grains, IJournal journal, IReadModel readModel, CancellationToken cancellation)
    {
        var registry = await grains.Tenant(DemoPlan.Tenant).GetRegistry();
        var results = ImmutableArray.CreateBuilder<AgentResult>();
        foreach (var agent in registry.Agents)
        {
            var snapshot = await grains.Agent(agent).GetSnapshot() ?? throw new InvalidOperationException($"agent {agent} is registered but was never made");
            var view = await grains.Account(snapshot.Account).GetView() ?? throw new InvalidOperationException($"account {snapshot.Account} of agent {agent} was never opened");
            var (orders, fills) = await Count(readModel, snapshot.Account, cancellation);
            results.Add(new AgentResult(agent.Name, snapshot.Strategy, orders, fills, view.Books, snapshot.Faults, snapshot.LastError, snapshot.Leakage));
        }

        return new ReplaySummary(bars, elapsed, results.ToImmutable(), await journal.Digest(cancellation))
        {
            Board = await grains.Leaderboard(DemoPlan.Tenant).GetBoard(LeaderboardFilter.None),
        };
    }

    public void Print(TextWriter writer)
    {
        var rate = Elapsed.TotalSeconds > 0 ? Bars / Elapsed.TotalSeconds : 0;
        Line(writer, $"bars      {Bars:N0}");
        Line(writer, $"orders    {Agents.Sum(agent => agent.Orders):N0}");
        Line(writer, $"fills     {Agents.Sum(agent => agent.Fills):N0}");
        Line(writer, $"fees      {Agents.Sum(agent => agent.Books.Fees):N2}");
        Line(writer, $"funding   {Agents.Sum(agent => agent.Books.Funding):N2}");
        Line(writer, $"events    {Digest.Events:N0}");
        if (Models is { } models)
            Line(writer, $"models    {models.FromRecords:N0} plans from records, {models.Asked:N0} asked for {models.CostUsd:N4} USD, {models.Unanswered:N0} unanswered");
        Line(writer, $"rate      {rate:N0} bars a second ({Elapsed.TotalSeconds:N2} s)");
        writer.WriteLine();
        Line(writer, $"{"agent",-18} {"equity",14} {"return",9} {"orders",8} {"fills",8} {"fees",12} {"funding",12}  strategy");
        foreach (var agent in Agents)
        {
            var books = agent.Books;
            var change = books.Deposited > 0m ? (books.Equity - books.Deposited) / books.Deposited : 0m;
            Line(writer, $"{agent.Name,-18} {books.Equity,14:N2} {change,9:P2} {agent.Orders,8:N0} {agent.Fills,8:N0} {books.Fees,12:N2} {books.Funding,12:N2}  {agent.Strategy}");
        }

        if (Models is { Unanswered: > 0 } missing)
            Line(writer, $"{missing.Unanswered:N0} questions to language models were not answered, so this is not what they would have done; the first: {missing.FirstUnanswered}");
        foreach (var agent in Agents)
        {
            if (agent.Leakage is { } leakage)
                Line(writer, $"{agent.Name}: {leakage}");
            if (agent.Faults > 0)
                Line(writer, $"{agent.Name}: {agent.Faults:N0} cycles failed, so this is not what it would have done; the last error: {agent.LastError}");
        }

        if (Board is { Rows.IsEmpty: false } board)
        {
            writer.WriteLine();
            LeaderboardTable.Print(writer, board);
        }

        if (Breakers is { } breakers)
        {
            writer.WriteLine();
            breakers.Print(writer);
        }

        writer.WriteLine();
        Line(writer, $"journal   sha256 {Digest.Sha256}");
    }

    private static void Line(TextWriter writer, FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static async Task<(long Orders, long Fills)> Count(IReadModel readModel, AccountKey account, CancellationToken cancellation)
    {
        var orders = await CountPages((page, token) => readModel.Orders(account, page, token), cancellation);
        var fills = await CountPages((page, token) => readModel.Fills(account, page, token), cancellation);
        return (orders, fills);
    }

    private static async Task<long> CountPages<T>(Func<PageRequest, CancellationToken, ValueTask<Page<T>>> read, CancellationToken cancellation)
    {
        long count = 0;
        long? before = null;
        do
        {
            var page = await read(new PageRequest(before, PageRequest.LimitMax), cancellation);
            count += page.Rows.Length;
            before = page.Next;
        }
        while (before is not null);

        return count;
    }
}

/// <param name="Faults">Cycles that failed.</param>
/// <param name="Leakage">Why its model may have remembered instead of foreseen; null where it cannot.</param>
internal sealed record AgentResult(
    string Name, string Strategy, long Orders, long Fills, AccountSnapshot Books, long Faults, string? LastError, string? Leakage = null);
