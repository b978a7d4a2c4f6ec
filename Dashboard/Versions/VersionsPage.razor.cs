using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Dashboard.Versions;

public sealed partial class VersionsPage : ControlPage
{
    /// <summary>Most versions on the page, by name; all of them are in the HTTP API.</summary>
    private const int VersionsMax = 200;

    private ImmutableArray<VersionSnapshot> _versions = [];
    private ImmutableArray<AccountKey> _accounts = [];
    private VersionDraft _draft = new();
    private VersionSnapshot? _source;
    private string? _agent;
    private string? _agentVersion;
    private string? _agentAccount;
    private string? _from;
    private string? _to;
    private ImmutableArray<FieldChange>? _changes;

    [Inject]
    private IServiceLimits Service { get; set; } = null!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Copy(null);
    }

    protected override async Task Read()
    {
        var registry = await Trader.Registry(Site.Tenant);
        _accounts = registry.Accounts;
        var versions = ImmutableArray.CreateBuilder<VersionSnapshot>();
        foreach (var key in registry.Versions.Take(VersionsMax))
        {
            if (await Trader.Version(key) is { } version)
                versions.Add(version);
        }

        _versions = versions.ToImmutable();
    }

    protected override Task Listen() => Task.CompletedTask;

    private Task Activate(VersionKey key) => Change($"{NameOf(key)} is active", () => Control.Activate(key));

    private Task Retire(VersionKey key) => Change($"{NameOf(key)} is retired", () => Control.Retire(key));

    private void Copy(VersionSnapshot? source)
    {
        _source = source;
        _draft = source is null ? VersionDraft.Fresh(Service.Cycle) : VersionDraft.Of(source);
    }

    private async Task Draft()
    {
        if (!_draft.TryRead(Site, _source?.Config, out var key, out var config, out var wrong))
        {
            Refuse(wrong);
            return;
        }

        await Change($"{NameOf(key)} is a draft: activate it, and agents may trade it", () => Control.DraftVersion(key, config));
    }

    private Task StartAgent()
    {
        var version = _versions.FirstOrDefault(known => string.Equals(NameOf(known.Key), _agentVersion, StringComparison.Ordinal));
        var name = _agent?.Trim() ?? string.Empty;
        if (version is null || string.IsNullOrEmpty(_agentAccount))
        {
            Refuse("choose a version and an account");
            return Task.CompletedTask;
        }

        var setup = new AgentSetup(version.Key, new AccountKey(Site.Tenant, _agentAccount));
        return Change($"agent {name} trades {NameOf(version.Key)} on {_agentAccount}", () => Control.CreateAgent(new AgentCreation(name, setup, Starts: true)));
    }

    private void Compare()
    {
        var (from, to) = (Find(_from), Find(_to));
        _changes = from is null || to is null ? null : VersionDiff.Of(from.Config, to.Config);
    }

    private VersionSnapshot? Find(string? name) => _versions.FirstOrDefault(version => string.Equals(NameOf(version.Key), name, StringComparison.Ordinal));

    private static string NameOf(VersionKey key) => $"{key.Strategy}@{key.Version}";
}
