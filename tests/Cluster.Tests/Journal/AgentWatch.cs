using System.Diagnostics;
using Npgsql;

namespace OrleansTrader.ClusterTests.Journal;

/// <summary>Sees by the journal's orders alone whether agents decide: whoever asked an agent would wake it.</summary>
internal sealed class AgentWatch(string database) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database);

    /// <summary>Waits until every account that an agent ever traded has an order of a decision after an instant.</summary>
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
                "SELECT coalesce(string_agg(account, ', '), CASE WHEN count(*) = 0 AND NOT EXISTS (SELECT 1 FROM orders WHERE cause ~ ' cycle [0-9]') THEN 'any agent' END) "
                + "FROM (SELECT account FROM orders WHERE cause ~ ' cycle [0-9]' GROUP BY account HAVING max(accepted_at) < $1) silent");
            command.Parameters.Add(new() { Value = at.UtcTicks });
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string;
        }
        catch (NpgsqlException fault)
        {
            return fault.Message;
        }
    }
}
