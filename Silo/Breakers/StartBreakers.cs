using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Silo.Demo;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Silo.Breakers;

/// <summary>Rules that a replay begins with: those of losses on every account, those of markets on every market.</summary>
internal sealed record StartBreakers(ImmutableArray<BreakerRule> Accounts, ImmutableArray<BreakerRule> Markets)
{
    /// <summary>Says that the table of breakers is wanted without any.</summary>
    private const string None = "none";

    /// <returns>Null where nothing is said.</returns>
    /// <exception cref="StartupException">A rule that cannot be.</exception>
    public static StartBreakers? Read(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return null;
        var rules = ImmutableArray.CreateBuilder<BreakerRule>();
        foreach (var text in texts.Where(static text => !string.Equals(text, None, StringComparison.Ordinal)))
        {
            if (!RuleText.TryParse(text, out var rule))
                throw new StartupException($"--breaker '{text}': write KIND:THRESHOLD[:WINDOW][:halted|close][:cool=SPAN], e.g. windowLoss:0.03:4h:close:cool=12h, or none");
            rules.Add(rule);
        }

        var ofMarkets = BreakerRules.KindsOf(BreakerScope.Symbol);
        var read = new StartBreakers([.. rules.Where(rule => !ofMarkets.Contains(rule.Kind))], [.. rules.Where(rule => ofMarkets.Contains(rule.Kind))]);
        Check(read.Accounts, BreakerScope.Account);
        Check(read.Markets, BreakerScope.Symbol);
        return read;
    }

    /// <summary>Sets them. Accounts and markets are there already.</summary>
    public async Task SetUp(IGrainFactory grains, DemoPlan plan)
    {
        var registry = await grains.Tenant(DemoPlan.Tenant).GetRegistry();
        foreach (var account in Accounts.IsEmpty ? [] : registry.Accounts)
        {
            if (await grains.Account(account).Execute(new CommandId("breakers/start"), new SetBreakers(Accounts)) is { IsDone: false, Refusal: var refusal })
                throw new StartupException($"--breaker was refused for {account}: {refusal}");
        }

        foreach (var symbol in Markets.IsEmpty ? [] : plan.Configs.SelectMany(static config => config.Symbols).Distinct())
        {
            if (await grains.Symbol(new SymbolKey(plan.Venue, symbol)).SetBreakers(Markets) is { IsRefused: true } refused)
                throw new StartupException($"--breaker was refused for {symbol}: {refused.Errors[0]}");
        }
    }

    private static void Check(ImmutableArray<BreakerRule> rules, BreakerScope scope)
    {
        if (BreakerRules.Refuse(rules, scope) is [var error, ..])
            throw new StartupException($"--breaker: {error}");
    }
}
