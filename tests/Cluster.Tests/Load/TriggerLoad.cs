using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.ClusterTests.Load;

/// <summary>Accounts that enter the market with a stop and a target close by, and wait for the trigger book to throw them out, again and again.</summary>
internal sealed class TriggerLoad(IClusterClient client, ImmutableArray<AccountKey> accounts)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    /// <summary>When each account's latest round trip was begun that its exits have ended, by the stopwatch.</summary>
    public ConcurrentDictionary<AccountKey, long> LastBegun { get; } = new();

    public int RoundTrips => _roundTrips;

    /// <summary>What a call failed with last; empty while none has.</summary>
    public string LastFault { get; private set; } = string.Empty;

    private int _roundTrips;

    public Task Run(CancellationToken stop) => Task.WhenAll(accounts.Select(account => Trade(account, stop)));

    private async Task Trade(AccountKey account, CancellationToken stop)
    {
        await Task.Yield();
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var begun = Stopwatch.GetTimestamp();
            if (await Enter(account, number, stop) && await Left(account, stop))
            {
                LastBegun[account] = begun;
                Interlocked.Increment(ref _roundTrips);
            }
        }
    }

    private async Task<bool> Enter(AccountKey account, int number, CancellationToken stop)
    {
        for (var attempt = 1; !stop.IsCancellationRequested; attempt++)
        {
            try
            {
                using var identity = Caller.As(account.Tenant);
                var market = await client.Symbol(new SymbolKey("simulated", Eth)).GetMarket();
                var (quote, tick) = (market!.Quote!, market.Instrument.TickSize);

                // So close that a calm market is through one of them in a second or two: what is waited for is the service.
                var bracket = new Bracket(StopPrice: quote.Bid - tick, TargetPrice: quote.Ask + tick);
                var order = new SubmitOrder(new OrderIntent(Eth, Side.Buy, OrderType.Market, OrderQuantity.InBase(0.1m)) { Bracket = bracket, Leverage = 3m });
                var reply = await client.Account(account).Execute(new CommandId(string.Create(CultureInfo.InvariantCulture, $"enter/{number}/{attempt}")), order);
                if (reply.IsDone)
                    return true;
            }
            catch (Exception fault)
            {
                // The next attempt asks anew; whether this one went through shows in the position.
                LastFault = fault.Message;
            }

            await Task.Delay(Look, CancellationToken.None);
        }

        return false;
    }

    private async Task<bool> Left(AccountKey account, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var identity = Caller.As(account.Tenant);
                if (await client.Account(account).GetView() is { Books.Positions.IsEmpty: true })
                    return true;
            }
            catch (Exception fault)
            {
                LastFault = fault.Message;
            }

            await Task.Delay(Look, CancellationToken.None);
        }

        return false;
    }
}
