using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Tests.Crash;

/// <summary>
/// What the killed process writes: every byte of it follows from stream and command number, so that the checker knows what must be
/// there. Command n of a stream has n mod 4 events (0: a refusal) and the rows that follow from them.
/// </summary>
internal static class CrashLoad
{
    public const int Streams = 48;
    private const int OrdersOfAccount = 7;
    private const int SnapshotEvery = 10;
    private static readonly SymbolKey _symbol = SymbolKey.Parse("simulated/BTC-USDT");
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Stream(int stream) => FormattableString.Invariant($"account/demo/{stream}");

    public static AccountKey Account(int stream) => new(new TenantId("demo"), stream.ToString(CultureInfo.InvariantCulture));

    public static CommandId Command(long number) => new(FormattableString.Invariant($"command-{number}"));

    public static int EventsOf(long number) => (int)(number % 4);

    /// <summary>The stream's version after a command.</summary>
    public static long VersionAfter(long number)
    {
        var version = number / 4 * 6;
        for (var rest = number / 4 * 4; rest <= number; rest++)
            version += EventsOf(rest);
        return version;
    }

    public static string Event(int stream, long number, long version) => FormattableString.Invariant($"{stream} {number} {version}");

    public static string Result(int stream, long number) => FormattableString.Invariant($"done {stream} {number}");

    public static string State(int stream, long version) => FormattableString.Invariant($"state of {stream} at {version}");

    public static Commit Commit(int stream, long number, long expectedVersion)
    {
        var first = VersionAfter(number - 1) + 1;
        var events = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var rows = ImmutableArray.CreateBuilder<ReadModelRow>();
        for (var version = first; version < first + EventsOf(number); version++)
        {
            events.Add(Encoding.UTF8.GetBytes(Event(stream, number, version)));
            rows.Add(Fill(stream, number, version));
        }

        rows.Add(Order(stream, number));
        rows.Add(Equity(stream, number));
        return new Commit(
            Stream(stream), Command(number), expectedVersion, At(number), events.ToImmutable(),
            Encoding.UTF8.GetBytes(Result(stream, number)), rows.ToImmutable(),
            number % SnapshotEvery == 0 ? Encoding.UTF8.GetBytes(State(stream, VersionAfter(number))) : default);
    }

    public static DateTimeOffset At(long number) => _start.AddSeconds(number);

    /// <summary>The fill that an event stands for.</summary>
    public static FillRow Fill(int stream, long number, long version) => new(
        Account(stream), version, new OrderId(number), _symbol, At(number), version, Side.Buy, 47_000m + stream, 0.001m * version, 0.1m, 0m,
        version % 2 == 0, "crash test");

    public static OrderRow Order(int stream, long number) => new(
        Account(stream), new OrderId((number % OrdersOfAccount) + 1), _symbol, VersionAfter(number), Side.Buy, OrderType.Limit, TimeInForce.Gtc,
        number % 3 == 0 ? OrderStatus.Filled : OrderStatus.Open, number, 0m, 46_000m, null, null, false, null, At(number), At(number), "crash test");

    public static EquityRow Equity(int stream, long number) =>
        new(Account(stream), At(number), VersionAfter(number), number, number + 1, number + 2, number + 3);
}
