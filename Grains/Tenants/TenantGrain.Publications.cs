using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Agents that anybody may look at.</summary>
internal sealed partial class TenantGrain
{
    private const int PublicTradesMax = 50, PublicDecisionsMax = 20, PublicTranscriptsMax = 3, PublicCurvePoints = 300;

    private static readonly TimeSpan PublicCurveSpan = TimeSpan.FromDays(30);

    public async Task<SetupReply> Publish(string agent, PublicDetail detail)
    {
        if (!Enum.IsDefined(detail))
            return SetupReply.Refuse("detail", detail.ToString(), "use results, reasons or prompts");
        if (!Names.IsName(agent) || await readModel.Agent(new AgentKey(_tenant, agent), CancellationToken.None) is null)
            return SetupReply.Refuse("agent", agent, "does not exist: create it first");
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
        var now = time.GetUtcNow();
        var (hasReasons, hasPrompts) = (published.Detail >= PublicDetail.Reasons, published.Detail >= PublicDetail.Prompts);
        var positions = await readModel.Positions(snapshot.Account, CancellationToken.None);
        var curve = await readModel.Equity(snapshot.Account, now - PublicCurveSpan, now.AddTicks(1), PublicCurvePoints, CancellationToken.None);
        var trades = await readModel.ClosedTrades(snapshot.Account, PageRequest.Newest(PublicTradesMax), CancellationToken.None);
        var decisions = hasReasons ? (await readModel.Decisions(snapshot.Key, PageRequest.Newest(PublicDecisionsMax), CancellationToken.None)).Rows : [];
        return new PublicAgent(
            _tenant, agent, published.Detail, now, $"{snapshot.Version.Strategy}@{snapshot.Version.Version}", snapshot.Strategy, snapshot.Status,
            snapshot.StartedAt, hasReasons ? snapshot.HoldReason : null, snapshot.Leakage, account.Books.Currency, account.Books.Equity, account.Return,
            hasReasons ? positions : [.. positions.Select(static row => row with { Reason = string.Empty })], curve,
            hasReasons ? trades.Rows : [.. trades.Rows.Select(static row => row with { EntryReason = string.Empty, ExitReason = string.Empty, EntryCause = null })],
            decisions, hasPrompts ? await Transcripts(grain) : []);
    }

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
