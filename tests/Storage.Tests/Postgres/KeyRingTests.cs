using OrleansTrader.Storage.Postgres.Keys;

namespace OrleansTrader.Storage.Tests.Postgres;

public sealed class KeyRingTests
{
    [Fact]
    public async Task Add_isReadByEveryOtherProcess_andTwiceIsOnce()
    {
        var server = await PostgresServer.Shared();
        var name = Guid.NewGuid().ToString("N");
        var xml = $"<key id=\"{name}\" />";

        // Both find no table, or the other's half-made one.
        await Task.WhenAll(
            Task.Run(() => new PostgresKeyRing(server.ConnectionString).Add(name, xml)),
            Task.Run(() => new PostgresKeyRing(server.ConnectionString).Add(name, xml)));

        Assert.Single(new PostgresKeyRing(server.ConnectionString).ReadAll(), key => string.Equals(key, xml, StringComparison.Ordinal));
    }
}
