using Npgsql;
using OrleansTrader.ClusterRuntime.Databases;
using OrleansTrader.ClusterTests.Dashboard;

namespace OrleansTrader.ClusterTests.Databases;

/// <summary>Releases that follow each other on one database, forth and back.</summary>
public sealed class OrleansTablesTests(PlainCluster cluster) : IClassFixture<PlainCluster>
{
    private const string Text = "SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'GatewaysQueryKey'";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prepare_overNewerTables_leavesThem_overOlderBringsThemUp()
    {
        var database = await Empty();
        Assert.Null(await OrleansTables.Prepare(database, "service", "cluster", Cancellation));
        var ours = await Ask(database, Text);

        await Ask(database, "UPDATE OrleansQuery SET QueryText = 'of another release'; UPDATE trader_cluster SET schema_version = 99");
        Assert.Null(await OrleansTables.Prepare(database, "service", "cluster", Cancellation));
        Assert.Equal(("of another release", 99), (await Ask(database, Text), await Ask(database, "SELECT schema_version FROM trader_cluster")));

        // A release before there were versions.
        await Ask(database, "ALTER TABLE trader_cluster DROP COLUMN schema_version");
        Assert.Null(await OrleansTables.Prepare(database, "service", "cluster", Cancellation));
        Assert.Equal((ours, OrleansTables.SchemaVersion), (await Ask(database, Text), await Ask(database, "SELECT schema_version FROM trader_cluster")));
        Assert.NotNull(await OrleansTables.Prepare(database, "service", "another", Cancellation));
    }

    private async Task<string> Empty()
    {
        var server = new NpgsqlConnectionStringBuilder(cluster.Processes.Database) { SearchPath = null };
        await Ask(server.ConnectionString, "CREATE DATABASE releases");
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "releases" }.ConnectionString;
    }

    private static async Task<object?> Ask(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
