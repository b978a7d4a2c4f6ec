using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansTrader.Service.Tests.Crash;

/// <summary>What the API told while the service lived: whatever somebody was told must be there after any crash.</summary>
internal sealed class Acknowledgements
{
    /// <summary>Rows that are asked for at a time.</summary>
    private const int RowsMax = 100;

    private readonly ConcurrentDictionary<(string Account, long Number), (long Order, decimal Price, decimal Quantity, decimal Fee)> _fills = new();
    private readonly ConcurrentDictionary<(string Account, long Order), (long Version, decimal Filled)> _orders = new();

    public int Count => _fills.Count + _orders.Count;

    /// <summary>Asks for fills and orders of one account after the other until the service is gone.</summary>
    /// <param name="grown">Set when the books have grown since the first question.</param>
    public async Task Collect(HttpClient client, TaskCompletionSource grown, CancellationToken cancellation)
    {
        var first = -1L;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                var accounts = await client.GetFromJsonAsync<JsonElement>("/api/v1/accounts", cancellation);
                var events = accounts.EnumerateArray().Sum(static account => account.GetProperty("books").GetProperty("version").GetInt64());
                if (first < 0)
                    first = events;
                if (events > first)
                    grown.TrySetResult();
                foreach (var account in accounts.EnumerateArray())
                    await Ask(client, account.GetProperty("key").GetString()!, cancellation);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            // The kill cut an answer off: what was not told whole was not told.
        }
    }

    public async Task Ask(HttpClient client, string account, CancellationToken cancellation)
    {
        var path = $"/api/v1/accounts/{account.Split('/')[1]}";
        foreach (var fill in (await client.GetFromJsonAsync<JsonElement>($"{path}/fills?limit={RowsMax}", cancellation)).GetProperty("rows").EnumerateArray())
        {
            var told = (Id(fill), Amount(fill, "price"), Amount(fill, "quantity"), Amount(fill, "fee"));
            Assert.Equal(told, _fills.GetOrAdd((account, fill.GetProperty("number").GetInt64()), told));
        }

        foreach (var order in (await client.GetFromJsonAsync<JsonElement>($"{path}/orders?limit={RowsMax}", cancellation)).GetProperty("rows").EnumerateArray())
            _orders[(account, Id(order))] = (order.GetProperty("version").GetInt64(), Amount(order, "filled"));
    }

    /// <summary>Every fill that was told is there unchanged, every order at least as far on as it was told.</summary>
    public void CheckAgainst(JournalFile journal)
    {
        var fills = journal.Query(
            "SELECT account, number, order_id, price, quantity, fee FROM fills",
            static row => (Key: (row.Text(0), row.Long(1)), Fill: (row.Long(2), row.Decimal(3), row.Decimal(4), row.Decimal(5)))).ToDictionary(static row => row.Key, static row => row.Fill);
        foreach (var (key, told) in _fills)
            Assert.True(fills.TryGetValue(key, out var stored) && stored == told, $"fill {key} was told as {told} and is {stored}");

        var orders = journal.Query(
            "SELECT account, order_id, version, filled FROM orders",
            static row => (Key: (row.Text(0), row.Long(1)), Version: row.Long(2), Filled: row.Decimal(3))).ToDictionary(static row => row.Key);
        foreach (var (key, told) in _orders)
        {
            Assert.True(
                orders.TryGetValue(key, out var stored) && stored.Version >= told.Version && stored.Filled >= told.Filled,
                $"order {key} was told at version {told.Version} with {told.Filled} filled and is at {stored.Version} with {stored.Filled}");
        }
    }

    private static long Id(JsonElement row) => long.Parse(row.GetProperty("order").GetString()!, CultureInfo.InvariantCulture);

    private static decimal Amount(JsonElement row, string name) =>
        decimal.Parse(row.GetProperty(name).GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);
}
