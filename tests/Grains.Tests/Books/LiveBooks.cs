using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Storage;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.GrainsTests.Books;

/// <summary>The grains on the thread pool in real time, on whatever store keeps the books; ended, they leave the store to its owner.</summary>
internal sealed class LiveBooks : IAsyncDisposable
{
    private static readonly Symbol _eth = Symbol.Parse("ETH-USDT");

    private readonly ServiceProvider _services;
    private long _sequence;

    private LiveBooks(ServiceProvider services) => _services = services;

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    /// <summary>Accounts that <see cref="Play"/> opens.</summary>
    public static string[] Accounts { get; } = ["holder", "trader", "two", "lost", "halted", "young"];

    public static async Task<LiveBooks> Start(IStore store)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton(store.Journal).AddSingleton(store.ReadModel).AddSingleton(store.Outbox).AddSingleton(store.ReminderTable);
        services.AddKeyedSingleton<IGrainStorage>(StateNames.Storage, new JsonGrainStorage());
        services.AddGrains(new GrainSettings { Venue = Scene.Venue, SymbolsTick = false, SnapshotEveryEvents = 10 });
        return new LiveBooks(await Local.StartPool(services, TestContext.Current.CancellationToken));
    }

    /// <summary>Brings both markets to life.</summary>
    public async Task Open(decimal btc, decimal eth)
    {
        using var caller = Caller.AsService();
        foreach (var symbol in new[] { Scene.Btc, _eth })
        {
            var start = Scene.StartOf() with { Instrument = InstrumentCatalog.Default.Get(symbol) };
            Assert.Equal(MarketReceipt.Taken, await Market(symbol).Start(start));
        }

        await Tick(Scene.Btc, btc);
        await Tick(_eth, eth);
    }

    /// <summary>Orders of every fate: filled at once and in the book, amended, cancelled, stopped, liquidated; cash moved, an account halted.</summary>
    public async Task Play()
    {
        using var caller = Caller.AsService();
        await Open(60_000m, 3_000m);
        foreach (var name in Accounts)
            Assert.Equal(SetupStatus.Done, (await Grains.Tenant(Scene.Tenant).CreateAccount(new AccountCreation(name, Scene.Venue, "USDT", 10_000m))).Status);
        await Do("holder", Scene.AtMarket(Side.Buy, 0.3m, new Bracket(StopPrice: 50_000m, TargetPrice: 70_000m)));
        await Do("holder", new Deposit(250.5m));
        var resting = await Do("trader", Scene.Limit(Side.Buy, 0.05m, 59_000m));
        await Do("trader", new AmendOrder(resting.Order!.Value, LimitPrice: 59_500m));
        await Do("two", Scene.AtMarket(Side.Sell, 0.02m));
        await Do("two", new SubmitOrder(new OrderIntent(_eth, Side.Buy, OrderType.Market, OrderQuantity.InBase(1m)) { Leverage = 3m }));
        await Do("lost", new SubmitOrder(new OrderIntent(Scene.Btc, Side.Buy, OrderType.Market, OrderQuantity.InBase(3m)) { Leverage = 50m }));
        await Do("halted", Scene.AtMarket(Side.Buy, 0.01m));
        await Do("halted", Scene.Limit(Side.Buy, 0.01m, 40_000m));
        await Tick(Scene.Btc, 59_400m);
        await Do("trader", new ClosePosition(Scene.Btc, new OrderNote("enough", string.Empty)));
        await Do("trader", new Withdraw(100m));
        var far = await Do("trader", Scene.Limit(Side.Sell, 0.01m, 65_000m));
        await Do("trader", new CancelOrder(far.Order!.Value));
        await Tick(_eth, 3_050m);
        await Tick(Scene.Btc, 56_000m);
        await Do("halted", new HaltAccount("enough for today", Flatten: true));
        await Do("two", new SubmitOrder(new OrderIntent(_eth, Side.Sell, OrderType.Limit, OrderQuantity.InBase(0.5m)) { LimitPrice = 3_200m, ReduceOnly = true }));
        await Signal(new SignalKey(Scene.Tenant, new string('a', 32)), SignalDirection.Close);
        await Signal(new SignalKey(Scene.Tenant, new string('b', 32)), SignalDirection.Close);
    }

    /// <summary>A signal of which nothing comes, to the end of its road.</summary>
    private async Task Signal(SignalKey key, SignalDirection direction)
    {
        var now = TimeProvider.System.GetUtcNow();
        var terms = new SourceTerms { Subscriptions = [new Subscription(SubscriberKind.Account, "young")] };
        Assert.True((await Grains.Signal(key).Receive(new Signal("tv", _eth, direction, now, now), terms)).IsDurable);
        for (var look = 0; look < 500 && (await Grains.Signal(key).Get())!.DueAt is not null; look++)
            await Task.Delay(10);
        Assert.Null((await Grains.Signal(key).Get())!.DueAt);
    }

    public async Task<CommandReply> Do(string account, AccountCommand command)
    {
        using var caller = Caller.AsService();
        var reply = await Account(account).Execute(new CommandId($"c{++_sequence}"), command);
        Assert.True(reply.IsDone, $"{account}: {command}: {reply.Refusal} {reply.Fault}");
        return reply;
    }

    public IAccountGrain Account(string name) => Grains.Account(Scene.Key(name));

    public async ValueTask DisposeAsync() => await Local.StopPool(_services);

    private ISymbolGrain Market(Symbol symbol) => Grains.Symbol(new SymbolKey(Scene.Venue, symbol));

    private async Task Tick(Symbol symbol, decimal price)
    {
        _sequence++;
        await Market(symbol).OnMarket([new Quote(symbol, TimeProvider.System.GetUtcNow(), price - 0.5m, 0m, price + 0.5m, 0m, _sequence, _sequence)], 1);
    }
}
