using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Demo;

/// <summary>
/// Sets up what the demo tenant trades. What an earlier start set up stays as it is: the same strategy with other settings becomes a
/// further version with an agent and an account of its own.
/// </summary>
internal sealed class DemoSetup(IGrainFactory grains, DemoPlan plan)
{
    /// <summary>Most versions of one strategy that are looked through.</summary>
    private const int VersionsMax = 1_000;

    /// <summary>Longest name that is made of a model's: names have forty characters at most, and a number may follow.</summary>
    private const int NameLengthMax = 34;

    /// <exception cref="StartupException">Something was refused.</exception>
    public async Task Run()
    {
        var tenant = grains.Tenant(DemoPlan.Tenant);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var config in plan.Configs)
            await SetUp(tenant, config, taken);
    }

    private async Task SetUp(ITenantGrain tenant, VersionConfig config, HashSet<string> taken)
    {
        var strategy = config.Model is { } model ? NameOf(model) : config.Strategy.Strategy;
        var (number, version) = await Version(tenant, strategy, config, taken);
        if (await grains.StrategyVersion(version).Get() is { Status: VersionStatus.Retired })
            return;
        var name = number == 0 ? strategy : string.Create(CultureInfo.InvariantCulture, $"{strategy}-{number + 1}");
        Check(await tenant.CreateAccount(new AccountCreation(name, plan.Venue, plan.Currency, plan.Cash) { Limits = plan.Limits }), $"account {name}");

        var account = new AccountKey(DemoPlan.Tenant, name);
        Check(await tenant.CreateAgent(new AgentCreation(name, new AgentSetup(version, account), Starts: true)), $"agent {name}");
    }

    /// <summary>The version that has this very configuration and no agent of this start yet, or a new one.</summary>
    private async Task<(int Number, VersionKey Key)> Version(ITenantGrain tenant, string strategy, VersionConfig config, HashSet<string> taken)
    {
        for (var number = 0; number < VersionsMax; number++)
        {
            var version = string.Create(CultureInfo.InvariantCulture, $"1.0.{number}");
            var key = new VersionKey(DemoPlan.Tenant, strategy, version);
            if (taken.Contains(key.ToString()))
                continue;
            var known = await grains.StrategyVersion(key).Get();
            if (known is not null && !known.Config.Equals(config))
                continue;

            // A version that somebody retired is theirs: it comes back no more, and nothing stands in for it.
            if (known is not { Status: VersionStatus.Retired })
                Check(await tenant.CreateVersion(strategy, version, config), $"version {key}");
            taken.Add(key.ToString());
            return (number, key);
        }

        throw new StartupException($"strategy {strategy} has {VersionsMax} versions already: start with an empty --data-dir");
    }

    // What stands behind the last slash, in the letters that names have, with room for a number.
    private static string NameOf(ModelConfig model)
    {
        var name = string.Concat(model.Model[(model.Model.LastIndexOf('/') + 1)..]
            .ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        name = name[..Math.Min(name.Length, NameLengthMax)].Trim('-');
        return name.Length > 0 ? name : ModelConfig.Strategy;
    }

    private static void Check(SetupReply reply, string what)
    {
        if (reply.IsRefused)
            throw new StartupException($"{what} was refused: {reply.Errors[0]}");
    }
}
