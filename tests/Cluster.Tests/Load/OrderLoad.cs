using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.ClusterTests.Load;

/// <summary>A command that the service acknowledged: it must be in the journal, once.</summary>
internal sealed record Acknowledged(AccountKey Account, CommandId Id, CommandReply Reply, long AskedAt, long ToldAt, int Attempts);

/// <summary>
/// Market orders of many accounts, each account one order after the other at its own pace. What is not answered is asked again with the same
/// id until it is, as every client of the service does.
/// </summary>
internal sealed class OrderLoad(IClusterClient client, ImmutableArray<AccountKey> accounts, int ordersPerSecond)
{
    /// <summary>Longest time that one order is tried, in seconds.</summary>
    private const int TrySecondsMax = 90;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    private readonly ConcurrentQueue<Acknowledged> _told = new();

    public IReadOnlyCollection<Acknowledged> Told => _told;

    /// <summary>When each account's latest acknowledged order was asked for, by the stopwatch.</summary>
    public ConcurrentDictionary<AccountKey, long> LastAsked { get; } = new();

    /// <summary>Orders until told to stop; then what is under way is still finished.</summary>
    public Task Run(CancellationToken stop) => Task.WhenAll(accounts.Select((account, index) => Trade(account, index, stop)));

    private async Task Trade(AccountKey account, int index, CancellationToken stop)
    {
        await Task.Yield();
        var pause = TimeSpan.FromSeconds((double)accounts.Length / ordersPerSecond);
        var next = Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency * index / accounts.Length);
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, CancellationToken.None);
            next += (long)(pause.TotalSeconds * Stopwatch.Frequency);
            await Submit(account, new CommandId(string.Create(CultureInfo.InvariantCulture, $"load/{number}")), number % 2 == 1 ? Side.Buy : Side.Sell);
        }
    }

    private async Task Submit(AccountKey account, CommandId id, Side side)
    {
        var order = new SubmitOrder(new OrderIntent(Btc, side, OrderType.Market, OrderQuantity.InBase(0.01m)) { Leverage = 5m });
        var asked = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (await Try(account, id, order) is { Status: not CommandStatus.Unknown } reply)
            {
                _told.Enqueue(new Acknowledged(account, id, reply, asked, Stopwatch.GetTimestamp(), attempt));
                LastAsked[account] = asked;
                return;
            }

            if (Stopwatch.GetElapsedTime(asked).TotalSeconds > TrySecondsMax)
                throw new TimeoutException($"{account} {id}: no answer in {TrySecondsMax} s and {attempt} attempts");
            await Task.Delay(RetryAfter, CancellationToken.None);
        }
    }

    private async Task<CommandReply?> Try(AccountKey account, CommandId id, AccountCommand order)
    {
        try
        {
            using (Caller.As(account.Tenant))
                return await client.Account(account).Execute(id, order);
        }
        catch (Exception fault)
        {
            // A silo that went, a database that restarts, a connection that broke: the outcome is unknown, and the id says which order it is.
            Faults.AddOrUpdate(fault.GetType().Name, 1, static (_, times) => times + 1);
            return null;
        }
    }

    /// <summary>What calls failed with, and how often.</summary>
    public ConcurrentDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);
}
