using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>A market and an account for tests to play with.</summary>
internal sealed class Scene(Local local)
{
    public const string Venue = "simulated";

    public static readonly TenantId Tenant = new("demo");
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly SymbolKey BtcKey = new(Venue, Btc);

    private long _sequence;

    public Local Local => local;

    public ISymbolGrain Market => local.Grains.Symbol(BtcKey);

    public static AccountKey Key(string name) => new(Tenant, name);

    public IAccountGrain Account(string name = "main") => local.Grains.Account(Key(name));

    public static SymbolStart StartOf(bool usesBackPressure = true, long epoch = 1, FundingRule? funding = null) => new(
        InstrumentCatalog.Default.Get(Btc) with { Funding = funding ?? new FundingRule(FundingSource.Fixed, TimeSpan.FromHours(8), 0.0001m) },
        epoch, usesBackPressure, new MarketOptions { SilentAfter = TimeSpan.FromHours(1) }, []);

    public void StartSymbol(bool usesBackPressure = true, long epoch = 1) =>
        Assert.Equal(MarketReceipt.Taken, local.Run(() => Market.Start(StartOf(usesBackPressure, epoch))));

    public void OpenAccount(string name = "main", decimal cash = 100_000m) => Assert.Equal(
        SetupStatus.Done,
        local.Run(() => local.Grains.Tenant(Tenant).CreateAccount(new AccountCreation(name, Venue, "USDT", cash))).Status);

    public Quote QuoteAt(decimal price) => new(Btc, local.Now, price - 0.5m, 0m, price + 0.5m, 0m, ++_sequence, _sequence);

    public MarketReceipt Tick(decimal price) => Tick(QuoteAt(price));

    public MarketReceipt Tick(MarketEvent happened, long epoch = 1) => local.Run(() => Market.OnMarket([happened], epoch));

    /// <summary>A tick a second later.</summary>
    public MarketReceipt NextTick(decimal price)
    {
        local.Wait(TimeSpan.FromSeconds(1));
        return Tick(price);
    }

    public CommandReply Execute(string id, AccountCommand command, string account = "main") =>
        local.Run(() => Account(account).Execute(new CommandId(id), command));

    public AccountView View(string account = "main") => local.Run(() => Account(account).GetView())!;

    public static SubmitOrder AtMarket(Side side, decimal quantity, Bracket? bracket = null) => new(
        new OrderIntent(Btc, side, OrderType.Market, OrderQuantity.InBase(quantity)) { Bracket = bracket, Leverage = 5m });

    public static SubmitOrder Limit(Side side, decimal quantity, decimal price) => new(
        new OrderIntent(Btc, side, OrderType.Limit, OrderQuantity.InBase(quantity)) { LimitPrice = price, Leverage = 5m });
}
