using System.Collections.Immutable;
using System.Globalization;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>
/// A user with all that is theirs. It keeps no list of its own: accounts, versions and agents enter the read model when they are
/// made, and are found there.
/// </summary>
[GrainType(GrainTypes.Tenant)]
internal sealed partial class TenantGrain(
    GrainSettings settings, IJournal journal, IReadModel readModel, TimeProvider time,
    [PersistentState(StateNames.TenantQuotas, StateNames.Storage)] IPersistentState<QuotaRecord> quotas,
    [PersistentState(StateNames.Tenant, StateNames.Storage)] IPersistentState<AccessRecord> access,
    [PersistentState(StateNames.TenantVault, StateNames.Storage)] IPersistentState<VaultRecord> vault, ICredentialSealer sealer) : Grain, ITenantGrain
{
    /// <summary>Most agents, and most accounts, of one overview; by name.</summary>
    public const int OverviewEntriesMax = 100;

    // Entries and exits are shown as trades, and would push out what is rare.
    private static readonly ImmutableArray<AlertKind> Notable = [.. Enum.GetValues<AlertKind>().Where(static kind => kind is not (AlertKind.Entry or AlertKind.Exit))];

    private TenantId _tenant;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = new TenantId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<SetupReply> CreateAccount(AccountCreation creation)
    {
        if (!Names.IsName(creation.Name))
            return SetupReply.Refuse("name", creation.Name, Names.Rule);
        if (!string.Equals(creation.Venue, settings.Venue, StringComparison.Ordinal))
            return SetupReply.Refuse("venue", creation.Venue, $"this service trades {settings.Venue}");
        if (await RefuseAccount(new AccountKey(_tenant, creation.Name)) is { } full)
            return full;
        var account = GrainFactory.Account(new AccountKey(_tenant, creation.Name));
        var isKnown = await readModel.Account(new AccountKey(_tenant, creation.Name), CancellationToken.None) is not null;

        // The id says what is created: the same creation is the same command, another one finds the account opened.
        var id = new CommandId(string.Create(CultureInfo.InvariantCulture, $"open/{creation.Currency}/{creation.Cash:0.##########}"));
        var reply = await account.Execute(id, new OpenAccount(creation.Currency, creation.Cash, creation.Limits));
        return reply switch
        {
            { IsDone: true } => isKnown ? SetupReply.Unchanged : SetupReply.Done,
            { Refusal: { } refusal } => SetupReply.Refuse(refusal.Field, refusal.Value, refusal.Remedy),
            _ => SetupReply.Refuse("account", creation.Name, reply.Fault ?? "try again"),
        };
    }

    public async Task<SetupReply> CreateVersion(string strategy, string version, VersionConfig config)
    {
        var created = await DraftVersion(strategy, version, config);
        if (created.IsRefused)
            return created;
        var activated = await GrainFactory.StrategyVersion(new VersionKey(_tenant, strategy, version)).Activate();
        return activated.IsRefused || created.Status == SetupStatus.Unchanged ? activated : created;
    }

    public async Task<SetupReply> DraftVersion(string strategy, string version, VersionConfig config)
    {
        if (!Names.IsName(strategy))
            return SetupReply.Refuse("strategy", strategy, Names.Rule);
        if (!SemanticVersion.TryParse(version, out _))
            return SetupReply.Refuse("version", version, SemanticVersion.Rule);
        var key = new VersionKey(_tenant, strategy, version);
        return await RefuseVersion(key) ?? await GrainFactory.StrategyVersion(key).Create(config);
    }

    public async Task<SetupReply> CreateAgent(AgentCreation creation)
    {
        if (!Names.IsName(creation.Name))
            return SetupReply.Refuse("name", creation.Name, Names.Rule);
        if (await RefuseAgent(new AgentKey(_tenant, creation.Name)) is { } full)
            return full;
        var agent = GrainFactory.Agent(new AgentKey(_tenant, creation.Name));
        var created = await agent.Create(creation.Setup);
        if (created.IsRefused || !creation.Starts)
            return created;

        // One that was made but never started, because the first attempt was cut short, is started now; one that was paused stays so.
        var isNew = created.Status == SetupStatus.Done || await agent.GetSnapshot() is { StartedAt: null };
        return isNew ? await agent.Start() : created;
    }

    public async Task<TenantRegistry> GetRegistry()
    {
        var accounts = await readModel.Accounts(_tenant, CancellationToken.None);
        var versions = await readModel.Versions(_tenant, CancellationToken.None);
        var agents = await readModel.Agents(_tenant, CancellationToken.None);
        return new TenantRegistry(
            _tenant, [.. accounts.Select(static a => a.Account)], [.. versions.Select(static v => v.Version)],
            [.. agents.Select(static a => a.Agent)]);
    }

    public async Task<TenantOverview> GetOverview(OverviewRequest request)
    {
        var now = time.GetUtcNow();
        var agents = await readModel.Agents(_tenant, CancellationToken.None);
        var accounts = await readModel.Accounts(_tenant, CancellationToken.None);
        var agentCalls = agents.Take(OverviewEntriesMax).Select(row => GrainFactory.Agent(row.Agent).GetSnapshot()).ToArray();
        var accountCalls = accounts.Take(OverviewEntriesMax).Select(row => Read(row.Account, request, now)).ToArray();
        var symbolCalls = agents.SelectMany(static row => row.Symbols).Distinct().OrderBy(static key => key.ToString(), StringComparer.Ordinal)
            .Take(OverviewEntriesMax).Select(key => GrainFactory.Symbol(key).GetSnapshot()).ToArray();
        var trades = await readModel.ClosedTrades(_tenant, PageRequest.Newest(request.ClosedTrades), CancellationToken.None);
        var alerts = await readModel.Alerts(_tenant, Notable, PageRequest.Newest(request.Alerts), CancellationToken.None);
        return new TenantOverview(
            _tenant, now, Present(await Task.WhenAll(agentCalls)), Present(await Task.WhenAll(accountCalls)), trades.Rows, alerts.Rows,
            Present(await Task.WhenAll(symbolCalls)));
    }

    public async Task<Page<ClosedTradeRow>> GetClosedTrades(PageRequest page) =>
        await readModel.ClosedTrades(_tenant, page, CancellationToken.None);

    public async Task<Page<FillRow>> GetFills(SymbolKey symbol, PageRequest page) =>
        await readModel.Fills(_tenant, symbol, page, CancellationToken.None);

    public async Task<Page<AlertRow>> GetAlerts(PageRequest page) => await readModel.Alerts(_tenant, [], page, CancellationToken.None);

    public async Task<Page<AlertRow>> GetAlertsOf(ImmutableArray<AlertKind> kinds, PageRequest page) =>
        await readModel.Alerts(_tenant, kinds, page, CancellationToken.None);

    private async Task<AccountOverview?> Read(AccountKey account, OverviewRequest request, DateTimeOffset now)
    {
        var view = await GrainFactory.Account(account).GetView();
        var curve = await readModel.Equity(account, request.EquityFrom, now.AddTicks(1), request.EquityPointsMax, CancellationToken.None);
        return view is null ? null : new AccountOverview(view, curve);
    }

    private static ImmutableArray<T> Present<T>(T?[] found)
        where T : class => [.. found.OfType<T>()];
}
