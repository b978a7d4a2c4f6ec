using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.Service.Tests.Crash;

internal readonly record struct FoldedFill(long Number, long Order, string Symbol, long At, long Version, int Side, decimal Price, decimal Quantity, decimal Fee, decimal Realised);

/// <summary>
/// An account added up from the plain JSON of its events, by the rules of the books' definition and not by the product's ledger:
/// cash = deposits + realised − fees + funding + deficits; a position is the signed sum of its fills.
/// </summary>
internal sealed class FoldedAccount
{
    private readonly Dictionary<string, decimal> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<long, decimal> _filled = [];
    private readonly Dictionary<long, decimal> _cashAt = [];

    public decimal Cash { get; private set; }

    public decimal Deposited { get; private set; }

    public List<FoldedFill> Fills { get; } = [];

    public List<decimal> TradesNet { get; } = [];

    /// <summary>Order ids in the order of acceptance.</summary>
    public List<long> Orders { get; } = [];

    public HashSet<long> Ended { get; } = [];

    public decimal FilledOf(long order) => _filled.GetValueOrDefault(order);

    public decimal PositionIn(string symbol) => _positions.GetValueOrDefault(symbol);

    public IEnumerable<string> Symbols => _positions.Keys;

    public decimal CashAt(long version) => _cashAt[version];

    public void Add(JsonElement happened, long version)
    {
        switch (happened.GetProperty("kind").GetString())
        {
            case "accountOpened":
                Deposit(Amount(happened, "cash"));
                break;
            case "cashDeposited":
                Deposit(Amount(happened, "amount"));
                break;
            case "cashWithdrawn":
                Deposit(-Amount(happened, "amount"));
                break;
            case "accountReset":
                Cash = Deposited = Amount(happened, "cash");
                break;
            case "orderAccepted":
                Orders.Add(Id(happened));
                break;
            case "orderFilled":
                Fill(happened, version);
                break;
            case "orderEnded":
                Ended.Add(Id(happened));
                break;
            case "fundingCharged" or "deficitAbsorbed":
                Cash += Amount(happened, "amount");
                break;
            case "tradeClosed":
                var trade = happened.GetProperty("trade");
                TradesNet.Add(Amount(trade, "realised") - Amount(trade, "fees") + Amount(trade, "funding"));
                break;
        }

        _cashAt[version] = Cash;
    }

    public static DateTimeOffset At(JsonElement happened) => happened.GetProperty("at").GetDateTimeOffset();

    private void Deposit(decimal amount)
    {
        Cash += amount;
        Deposited += amount;
    }

    private void Fill(JsonElement fill, long version)
    {
        var symbol = $"simulated/{fill.GetProperty("symbol").GetString()}";
        var order = Id(fill);
        var isBuy = string.Equals(fill.GetProperty("side").GetString(), "buy", StringComparison.Ordinal);
        var quantity = Amount(fill, "quantity");
        Fills.Add(new FoldedFill(
            Fills.Count + 1, order, symbol, At(fill).UtcTicks, version, isBuy ? 0 : 1, Amount(fill, "price"), quantity, Amount(fill, "fee"), Amount(fill, "realised")));
        Cash += Amount(fill, "realised") - Amount(fill, "fee");
        _filled[order] = FilledOf(order) + quantity;
        _positions[symbol] = PositionIn(symbol) + (isBuy ? quantity : -quantity);
    }

    private static long Id(JsonElement happened) => long.Parse(happened.GetProperty("order").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Amounts are texts; what is nought may be left out.</summary>
    private static decimal Amount(JsonElement happened, string name) =>
        happened.TryGetProperty(name, out var value) ? decimal.Parse(value.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture) : 0m;
}
