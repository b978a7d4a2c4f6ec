using System.Diagnostics;
using Npgsql;

namespace OrleansTrader.ClusterTests.Journal;

/// <summary>Sees by the journal's orders alone whether agents decide: whoever asked an agent would wake it.</summary>
internal sealed class AgentWatch(string database) : IAsyncDisposable
{
    /// <summary>Orders of an agent's account from which on it counts as one that trades all the time, and its silence as one.</summary>
    private const int BusyOrdersMin = 60;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database);

    /// <summary>Waits until the account of every agent that trades all the time has an order that was accepted after an instant.</summary>
    public async Task Back(string after, DateTimeOffset at, int secondsMax, ITestOutputHelper output)
    {
        var began = Stopwatch.GetTimestamp();
        while (await Silent(at) is { } silent)
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds <= secondsMax, $"{after}: no decision of {silent} within {secondsMax} s");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }

        output.WriteLine($"{after}: every agent decided again after {(DateTimeOffset.UtcNow - at).TotalSeconds:F1} s");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // A database that is being restarted does not answer: asked again.
    private async Task<string?> Silent(DateTimeOffset at)
    {
        try
        {
            await using var command = _source.CreateCommand(
                "SELECT CASE WHEN count(*) = 0 THEN 'any agent' ELSE string_agg(account, ', ') FILTER (WHERE latest < $1) END "
                + $"FROM (SELECT account, max(accepted_at) AS latest FROM orders WHERE account LIKE 'demo/%' GROUP BY account HAVING count(*) >= {BusyOrdersMin}) busy");
            command.Parameters.Add(new() { Value = at.UtcTicks });
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string;
        }
        catch (NpgsqlException fault)
        {
            return fault.Message;
        }
    }
}
