using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Benchmarks.Fairness;

/// <summary>The service without page: grains on the thread pool, books on disk with group commit, and one market with a quote ten times a second.</summary>
internal sealed class FairnessHost : IAsyncDisposable
{
    public static readonly Symbol Symbol = Symbol.Parse("BTC-USDT");

    private static readonly TimeSpan _quoteInterval = TimeSpan.FromMilliseconds(100);
    private static readonly SymbolKey _market = new(BenchmarkServices.Venue, Symbol);

    private readonly ServiceProvider _services;
    private readonly SqliteStore _store;
    private readonly string _directory;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _quotes;

    private FairnessHost(ServiceProvider services, SqliteStore store, TimedJournal journal, string directory)
    {
        (_services, _store, Journal, _directory) = (services, store, journal, directory);
        _quotes = Quote(services.GetRequiredService<IGrainFactory>().Symbol(_market), _stopped.Token);
    }

    public TimedJournal Journal { get; }

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public static async Task<FairnessHost> Start(bool isFair)
    {
        var directory = Directory.CreateTempSubdirectory("fairness-benchmark-").FullName;
        var store = SqliteStore.Open(
            new SqliteStoreOptions { DataDirectory = directory, Mode = CommitMode.Group }, TimeProvider.System, NullLogger.Instance);
        var journal = new TimedJournal(store.Journal);
        var services = BenchmarkServices.Build(
            store, options => options.LaneOf = isFair ? static grain => GrainKeys.LaneOf(grain.Type.ToString(), grain.Key.ToString()) : null, symbolsTick: true,
            journal: journal);
        await services.GetRequiredService<LocalSilo>().StartAsync(CancellationToken.None);
        using var caller = Caller.AsService();
        await services.GetRequiredService<IGrainFactory>().Symbol(_market).Start(
            new SymbolStart(InstrumentCatalog.Default.Get(Symbol), 1, false, new MarketOptions(), []));
        return new FairnessHost(services, store, journal, directory);
    }

    public async Task<IAccountGrain> Open(TenantId tenant, string name)
    {
        using var caller = Caller.AsService();
        var opened = await Grains.Tenant(tenant).CreateAccount(new AccountCreation(name, BenchmarkServices.Venue, "USDT", 1_000_000m));
        return opened.IsRefused ? throw new InvalidOperationException(opened.Errors[0].ToString()) : Grains.Account(new AccountKey(tenant, name));
    }

    /// <summary>A market order that fills at once; buys and sells in turns, so that the position stays small.</summary>
    public static async Task Send(IAccountGrain account, long number)
    {
        using var caller = Caller.AsService();
        var intent = new OrderIntent(Symbol, number % 2 == 0 ? Side.Buy : Side.Sell, OrderType.Market, OrderQuantity.InBase(0.01m)) { Leverage = 5m };
        var reply = await account.Execute(new CommandId(FormattableString.Invariant($"order-{number}")), new SubmitOrder(intent));
        if (!reply.IsDone)
            throw new InvalidOperationException(reply.Refusal?.ToString() ?? reply.Fault);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _quotes;
        await _services.GetRequiredService<LocalSilo>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        _stopped.Dispose();
    }

    private static async Task Quote(ISymbolGrain market, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(_quoteInterval);
        for (long sequence = 1; !cancellation.IsCancellationRequested; sequence++)
        {
            using var caller = Caller.AsService();
            var price = 50_000m + (sequence % 20);
            await market.OnMarket([new Quote(Symbol, TimeProvider.System.GetUtcNow(), price - 0.5m, 0m, price + 0.5m, 0m, sequence, sequence)], epoch: 1);
            try
            {
                await timer.WaitForNextTickAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
