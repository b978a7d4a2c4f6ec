using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Dashboard.Breakers;

public sealed partial class BreakersPage : ControlPage
{
    private BreakersOverview? _all;
    private string? _target;
    private RuleDraft _draft = new();

    [Inject]
    private IBreakers Breakers { get; set; } = null!;

    protected override async Task Read()
    {
        _all = await BreakersOverview.Read(Breakers, Trader, Site);
        _target ??= Targets(_all).Where(row => MayChange(row.Scope)).Select(static row => Key(row.Scope)).FirstOrDefault();
    }

    protected override Task Listen() => Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, _ => HintRead()));

    private static IEnumerable<(string Target, ScopeBreakers Scope)> Targets(BreakersOverview all) =>
    [
        ($"service {all.Service.Name}", all.Service), ($"tenant {all.Tenant.Name}", all.Tenant),
        .. all.Markets.Select(static market => ($"market {market.Name}", market)), .. all.Accounts.Select(static account => ($"account {account.Name}", account)),
    ];

    // What a tenant and the service say is told by their own rows; an account repeats it.
    private static ImmutableArray<(string, TrippedBreaker)> Tripped(BreakersOverview all) =>
        [.. Targets(all).SelectMany(static row => row.Scope.Tripped.Where(breaker => breaker.Scope == row.Scope.Scope).Select(breaker => (row.Target, breaker)))];

    private static bool HasOwn(ScopeBreakers scope) => scope.Tripped.Any(breaker => breaker.Scope == scope.Scope);

    private static string Key(ScopeBreakers scope) => $"{scope.Scope}/{scope.Name}";

    private ImmutableArray<BreakerKind> Kinds(BreakersOverview all) => BreakerRules.KindsOf(Chosen(all)?.Scope ?? BreakerScope.Account);

    private ScopeBreakers? Chosen(BreakersOverview all) =>
        Targets(all).Select(static row => row.Scope).FirstOrDefault(scope => string.Equals(Key(scope), _target, StringComparison.Ordinal));

    private BreakerTarget? TargetOf(ScopeBreakers scope) => scope.Scope switch
    {
        BreakerScope.Tenant => BreakerTarget.Tenant,
        BreakerScope.Service => BreakerTarget.Service,
        BreakerScope.Symbol => BreakerTarget.Market(Site.Symbols.First(key => string.Equals(key.Symbol.Value, scope.Name, StringComparison.Ordinal))),
        _ => null,
    };

    private bool MayChange(ScopeBreakers scope) => TargetOf(scope) is { } target ? Breakers.May(target) : Site.Asker.May(Grains.Tenants.Role.Trader);

    private Task Halt(ScopeBreakers scope, string reason, bool closes)
    {
        var done = $"{scope.Name} is {(closes ? "closing, then halted" : "halted")}";
        return TargetOf(scope) is { } target
            ? Change(done, () => Breakers.Halt(target, reason, closes))
            : Give(scope, done, new HaltTrading(reason, Site.Asker.User, closes));
    }

    private Task Resume(ScopeBreakers scope) => TargetOf(scope) is { } target
        ? Change($"{scope.Name} is resumed", () => Breakers.Resume(target))
        : Give(scope, $"{scope.Name} is resumed", new ResumeAccount(Site.Asker.User));

    private Task Add()
    {
        var wrong = string.Empty;
        var rule = _draft.Read(ref wrong);
        if (wrong.Length > 0 || _all is not { } all || Chosen(all) is not { } scope)
        {
            Refuse(wrong.Length > 0 ? wrong : "choose whose rule it is");
            return Task.CompletedTask;
        }

        ImmutableArray<BreakerRule> rules = [.. scope.Rules.Select(static reading => reading.Rule), rule];
        if (BreakerRules.Refuse(rules, scope.Scope) is { IsEmpty: false } errors)
        {
            Refuse(FieldError.Join(errors));
            return Task.CompletedTask;
        }

        _draft = new RuleDraft { Kind = rule.Kind };
        return SetRules(scope, $"{scope.Name} trips: {BreakerWords.Of(rule)}", rules);
    }

    private Task Remove(ScopeBreakers scope, BreakerRule rule) => SetRules(
        scope, $"the rule is gone: {BreakerWords.Of(rule)}", [.. scope.Rules.Select(static reading => reading.Rule).Where(other => other != rule)]);

    private Task SetRules(ScopeBreakers scope, string done, ImmutableArray<BreakerRule> rules) => TargetOf(scope) is { } target
        ? Change(done, () => Breakers.SetRules(target, rules))
        : Give(scope, done, new SetBreakers(rules));

    private Task Give(ScopeBreakers scope, string done, AccountCommand command)
    {
        var account = new AccountKey(Site.Tenant, scope.Name);
        return Command(done, $"{account} {command}", id => Control.Execute(account, id, command));
    }
}
