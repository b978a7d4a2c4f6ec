using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Trades;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.GrainsTests.Signals;

/// <summary>A market at 60,000, an account, and signals to follow.</summary>
internal sealed class SignalScene
{
    public static readonly SignalKey First = Key('a');

    private readonly Scene _scene;

    public SignalScene(Local local, bool isNew = true)
    {
        _scene = new Scene(local);
        _scene.StartSymbol(usesBackPressure: true);
        if (isNew)
            _scene.OpenAccount();
        _scene.Tick(60_000m);
    }

    public Local Local => _scene.Local;

    public Scene Scene => _scene;

    public static SourceTerms Terms { get; } = Of(new Subscription(SubscriberKind.Account, "main"));

    public static SourceTerms Of(params ImmutableArray<Subscription> subscriptions) => new() { Subscriptions = subscriptions };

    public static SignalKey Key(char digit) => new(Scene.Tenant, new string(digit, 32));

    public Signal Long(decimal? stop = null, decimal? target = null, decimal? entry = null) =>
        new("tv", Scene.Btc, SignalDirection.Long, Local.Now, Local.Now) { StopLoss = stop, Target = target, Entry = entry };

    public SignalReceipt Send(Signal signal, SourceTerms? terms = null, SignalKey? key = null) =>
        Local.Run(() => Local.Grains.Signal(key ?? First).Receive(signal, terms ?? Terms));

    /// <summary>Lets the road go as far as it goes by itself.</summary>
    public SignalRow Settle(SignalKey? key = null)
    {
        Local.Wait(TimeSpan.FromSeconds(1));
        return Row(key);
    }

    public SignalRow Row(SignalKey? key = null) => Local.Run(async () => await Local.ReadModel.Signal(key ?? First, default))!;

    /// <summary>What the sweep does.</summary>
    public SignalRow Resume(SignalKey? key = null)
    {
        Local.Run(() => Local.Grains.Signal(key ?? First).Resume());
        return Settle(key);
    }

    public ImmutableArray<OrderRow> Orders(string account = "main") =>
        Local.Run(async () => (await Local.ReadModel.Orders(Scene.Key(account), Grains.Books.PageRequest.Newest(100), default)).Rows);

    public ImmutableArray<ClosedTradeRow> Trades(string account = "main") =>
        Local.Run(async () => (await Local.ReadModel.ClosedTrades(Scene.Key(account), Grains.Books.PageRequest.Newest(100), default)).Rows);

    public static string Road(SignalRow row) => string.Join(' ', row.Steps.Select(static step => step.Reason));
}
