using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Agents that anybody may look at.</summary>
internal sealed partial class TenantGrain
{
    private const int PublicTradesMax = 50, PublicDecisionsMax = 20, PublicTranscriptsMax = 3, PublicCurvePoints = 300;

    /// <summary>Newest trades of the account among which the agent's are looked for.</summary>
    private const int TradesReadMax = 200;

    private static readonly TimeSpan PublicCurveSpan = TimeSpan.FromDays(30);

    public async Task<SetupReply> Publish(string agent, PublicDetail detail)
    {
        if (!Enum.IsDefined(detail))
            return SetupReply.Refuse("detail", detail.ToString(), "use results, reasons or prompts");
        if (!Names.IsName(agent) || await readModel.Agent(new AgentKey(_tenant, agent), CancellationToken.None) is not { } row)
            return SetupReply.Refuse("agent", agent, "does not exist: create it first");
        if (await FindOther(row.Account, agent) is { } other)
            return SetupReply.Refuse("account", row.Account.Name, $"the agent {other} trades it too, which would be shown with it: stop that one first");
        var others = vault.State.Publications.RemoveAll(known => string.Equals(known.Agent, agent, StringComparison.Ordinal));
        if (FindPublication(agent) is { } known && known.Detail == detail)
            return SetupReply.Unchanged;
        if (others.Length >= ITenantGrain.VaultEntriesMax)
            return SetupReply.Refuse("publications", others.Length.ToString(CultureInfo.InvariantCulture), "withdraw one first");
        var publication = new Publication(agent, detail, time.GetUtcNow());
        await Keep(vault.State with { Publications = [.. others.Add(publication).OrderBy(static known => known.Agent, StringComparer.Ordinal)] });
        return SetupReply.Done;
    }

    public async Task<SetupReply> Withdraw(string agent)
    {
        if (FindPublication(agent) is not { } known)
            return SetupReply.Unchanged;
        await Keep(vault.State with { Publications = vault.State.Publications.Remove(known) });
        return SetupReply.Done;
    }

    public Task<ImmutableArray<Publication>> GetPublications() => Task.FromResult(vault.State.Publications);

    public async Task<PublicAgent?> GetPublic(string agent)
    {
        if (FindPublication(agent) is not { } published)
            return null;
        var grain = GrainFactory.Agent(new AgentKey(_tenant, agent));
        if (await grain.GetSnapshot() is not { } snapshot || await GrainFactory.Account(snapshot.Account).GetView() is not { } account)
            return null;
        if (await FindOther(snapshot.Account, agent) is not null)
            return null;
        var now = time.GetUtcNow();
        var (hasReasons, hasPrompts) = (published.Detail >= PublicDetail.Reasons, published.Detail >= PublicDetail.Prompts);
        var positions = await readModel.Positions(snapshot.Account, CancellationToken.None);
        var own = account.Books.Positions.Where(position => IsOf(agent, position.EntryNote.Cause)).Select(static position => position.Symbol).ToHashSet();

        // What the account was worth before is its history under others.
        var from = snapshot.StartedAt is { } start && start > now - PublicCurveSpan ? start : now - PublicCurveSpan;
        var curve = snapshot.StartedAt is null ? [] : await readModel.Equity(snapshot.Account, from, now.AddTicks(1), PublicCurvePoints, CancellationToken.None);
        var trades = await readModel.ClosedTrades(snapshot.Account, PageRequest.Newest(TradesReadMax), CancellationToken.None);
        var decisions = hasReasons ? (await readModel.Decisions(snapshot.Key, PageRequest.Newest(PublicDecisionsMax), CancellationToken.None)).Rows : [];
        return new PublicAgent(
            _tenant, agent, published.Detail, now, $"{snapshot.Version.Strategy}@{snapshot.Version.Version}", snapshot.Strategy, snapshot.Status,
            snapshot.StartedAt, hasReasons ? snapshot.HoldReason : null, snapshot.Leakage, account.Books.Currency, account.Books.Equity, account.Return,
            [.. positions.Where(row => own.Contains(row.Symbol.Symbol)).Select(row => hasReasons ? row : row with { Reason = string.Empty })], curve,
            [.. trades.Rows.Where(row => IsOf(agent, row.EntryCause)).Take(PublicTradesMax).Select(row => Shown(row, hasReasons))],
            decisions, hasPrompts ? await Transcripts(grain) : []);
    }

    // An agent's orders name it first; a name has no blank.
    private static bool IsOf(string agent, string? cause) => cause is not null && cause.StartsWith($"{agent} ", StringComparison.Ordinal);

    // Why a person closed it is not the agent's to tell.
    private static ClosedTradeRow Shown(ClosedTradeRow row, bool hasReasons) => hasReasons
        ? row.Exit == ExitKind.Manual ? row with { ExitReason = "by hand" } : row
        : row with { EntryReason = string.Empty, ExitReason = string.Empty, EntryCause = null };

    /// <summary>Another agent that may trade the account; null for none.</summary>
    private async Task<string?> FindOther(AccountKey account, string agent) => (await readModel.Agents(_tenant, CancellationToken.None))
        .FirstOrDefault(row => row.Account == account && row.Status != AgentStatus.Stopped && !string.Equals(row.Agent.Name, agent, StringComparison.Ordinal))?.Agent.Name;

    private Publication? FindPublication(string agent) =>
        vault.State.Publications.FirstOrDefault(known => string.Equals(known.Agent, agent, StringComparison.Ordinal));

    private static async Task<ImmutableArray<DecisionTranscript>> Transcripts(IAgentGrain agent)
    {
        var found = ImmutableArray.CreateBuilder<DecisionTranscript>();
        foreach (var record in (await agent.GetRecords(PageRequest.Newest(PublicTranscriptsMax))).Rows)
        {
            if (await agent.GetTranscript(record.Cycle) is { } transcript)
                found.Add(transcript);
        }

        return found.ToImmutable();
    }
}
