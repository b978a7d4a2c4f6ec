using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Dashboard.Accounts;

public sealed partial class AccountsPage : ControlPage
{
    /// <summary>Most accounts on the page, by name; all of them are in the HTTP API.</summary>
    private const int AccountsMax = 100;

    private ImmutableArray<AccountView> _accounts = [];
    private AccountView? _chosen;
    private string? _name;
    private string? _cash;
    private string? _amount;
    private bool _asksArchive;
    private LimitsDraft _limits = new();
    private RiskProfile? _profile;

    [Inject]
    private IServiceLimits Service { get; set; } = null!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _cash = Service.Cash.ToString(CultureInfo.InvariantCulture);
    }

    protected override async Task Read()
    {
        var registry = await Trader.Registry(Site.Tenant);
        var accounts = ImmutableArray.CreateBuilder<AccountView>();
        foreach (var key in registry.Accounts.Take(AccountsMax))
        {
            if (await Trader.Account(key) is { } account)
                accounts.Add(account);
        }

        _accounts = accounts.ToImmutable();
        _chosen = _accounts.FirstOrDefault(account => account.Key == _chosen?.Key) ?? _chosen;
    }

    protected override Task Listen() => Follow(Site.Tenant, () => Trader.Watch(Site.Tenant, _ => HintRead()));

    private void Choose(string name)
    {
        _chosen = _accounts.FirstOrDefault(account => string.Equals(account.Key.Name, name, StringComparison.Ordinal));
        _asksArchive = false;
        _limits = LimitsDraft.Of(_chosen?.Books.OwnLimits);
    }

    private async Task Open()
    {
        if (Typed("first deposit", _cash) is not { } cash)
            return;
        var name = _name?.Trim() ?? string.Empty;
        var currency = Site.Symbols.IsEmpty ? "USDT" : Site.Symbols[0].Symbol.Quote;
        await Change($"account {name} is open", () => Control.CreateAccount(new AccountCreation(name, Site.Venue, currency, cash)));
        Choose(name);
    }

    private Task Deposit() => Money("paid in", static amount => new Deposit(amount));

    private Task Withdraw() => Money("taken out", static amount => new Withdraw(amount));

    private Task Reset() => Money("begun anew", static amount => new ResetAccount(amount));

    private Task Archive()
    {
        _asksArchive = false;
        return Command("archived", $"archive {_chosen!.Key}", id => Control.Archive(_chosen.Key, id));
    }

    private void TakeProfile()
    {
        if (_profile is not { } profile)
            Refuse("profile is 'none': choose one first");
        else if (_chosen!.Books.Equity <= 0m)
            Refuse($"profile is '{profile}': the account has no equity that its limits could be shares of, pay in first");
        else
            _limits = LimitsDraft.Of(RiskProfiles.Of(profile, _chosen.Books.Equity));
    }

    private Task SetLimits()
    {
        var wrong = string.Empty;
        var limits = _limits.Read(ref wrong) ?? AccountLimits.None;
        if (wrong.Length == 0)
            return Give(limits.IsNone ? "the account has no limits of its own" : $"limits are {LimitsDraft.InWords(limits)}", new SetLimits(limits));
        Refuse(wrong);
        return Task.CompletedTask;
    }

    private Task Halt(string reason, bool closes) =>
        Give(closes ? "closing, then halted" : "halted", new HaltTrading(reason, Site.Asker.User, closes));

    private Task Resume() => Give("resumed", new ResumeAccount(Site.Asker.User));

    private static bool IsHaltedItself(AccountSnapshot books) =>
        books.Halt != HaltCause.None || books.Breakers?.Tripped.Any(static breaker => breaker.Scope == BreakerScope.Account) == true;

    private static string HaltOf(AccountSnapshot books) => books.Halt != HaltCause.None
        ? books.HaltReason
        : string.Join("; ", books.Breakers?.Tripped.Where(static breaker => breaker.Symbol is null).Select(BreakerWords.Of) ?? []);

    private Task Place(OrderIntent intent) => Give("accepted", new SubmitOrder(intent));

    private Task PlaceParent(ParentIntent intent) => Give("accepted", new SubmitParent(intent));

    private Task CancelParent(OrderId parent) => Give($"order {parent} is worked no more", new CancelParent(parent));

    private Task Cancel(OrderId order) => Give($"order {order} is cancelled", new CancelOrder(order));

    private Task Amend((OrderId Order, string? Price) change) => Typed("price", change.Price) is { } price
        ? Give($"order {change.Order} is amended", new AmendOrder(change.Order, LimitPrice: price))
        : Task.CompletedTask;

    private Task Close(Symbol symbol) => Give($"{symbol} is closed", new ClosePosition(symbol, new OrderNote("by hand", OrderNote.ManualCause)));

    private Task Money(string done, Func<decimal, AccountCommand> command) => Typed("amount", _amount) is { } amount
        ? Give(done, command(amount))
        : Task.CompletedTask;

    private Task Give(string done, AccountCommand command) => Command(done, $"{_chosen!.Key} {command}", id => Control.Execute(_chosen.Key, id, command));
}
