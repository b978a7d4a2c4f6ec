using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Leaderboards;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Performance;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Leaderboards;

public sealed class LeaderboardGrainTests
{
    [Fact]
    public async Task GetBoard_ofAgentsThatTrade_saysWhatTheBooksSay()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        SetUp(local, scene, "1.0.0", "fast", "3", "9");
        SetUp(local, scene, "1.1.0", "slow", "10", "30");

        Play(local, scene, hours: 26);
        local.Wait(TimeSpan.FromMinutes(2));
        var board = Board(local);

        Assert.Equal((2, 0, 2), (board.Tried, board.Hidden, board.Rows.Length));
        Assert.Equal([1, 2], board.Rows.Select(static row => row.Rank));
        foreach (var (name, version) in new[] { ("fast", "1.0.0"), ("slow", "1.1.0") })
        {
            var row = board.Rows.Single(row => string.Equals(row.Version.Version, version, StringComparison.Ordinal));
            var books = scene.View(name).Books;
            var trades = local.Run(() => scene.Account(name).GetClosedTrades(PageRequest.Newest(1_000))).Rows;
            Assert.Equal((trades.Length, trades.Sum(static t => t.Fees), trades.Sum(static t => t.Gross), trades.Sum(static t => t.Net)), (row.Trades, row.Fees, row.Realised, row.Net));
            Assert.InRange(row.Return!.Value - (double)((books.Equity - 100_000m) / 100_000m), -0.002, 0.002);
            Assert.InRange(row.Cycles, 1_550, 1_570);
            Assert.InRange(row.Duration.TotalHours, 26, 26.1);
            Assert.Equal((Verdict.TooLittleData, TimeSpan.FromMinutes(1), 1), (row.Verdict, row.SampleInterval, row.Accounts));
            Assert.Contains("7 days", row.Reason, StringComparison.Ordinal);
            Assert.True(row.SharpeLower < row.Sharpe && row.Sharpe < row.SharpeUpper, $"{row.SharpeLower} {row.Sharpe} {row.SharpeUpper}");
            Assert.InRange(row.Deflated!.Value, 0, row.Probabilistic!.Value);
            Assert.StartsWith("sma-cross", row.Strategy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task GetBoard_ofAWeekAndTrades_judges()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        SetUp(local, scene, "1.0.0", "fast", "3", "9");

        Play(local, scene, hours: 24 * 7, seconds: 60);
        local.Wait(TimeSpan.FromMinutes(10));
        var row = Assert.Single(Board(local).Rows);

        Assert.True(row.Verdict != Verdict.TooLittleData, row.Reason);
        Assert.Equal(TimeSpan.FromMinutes(5), row.SampleInterval);
        Assert.InRange(row.Samples, 2_000, 2_050);
    }

    [Fact]
    public async Task GetBoard_afterARestart_isTheSameFromTheReadModelAlone()
    {
        using var home = new Home();
        LeaderboardView before;
        DateTimeOffset now;
        await using (var local = home.Start())
        {
            var scene = new Scene(local);
            scene.StartSymbol();
            SetUp(local, scene, "1.0.0", "fast", "3", "9");
            SetUp(local, scene, "1.1.0", "slow", "10", "30");
            for (var hour = 0; hour < 6; hour++)
            {
                Play(local, scene, hours: 1);
                Board(local);
            }

            local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "slow")).Stop(true));
            local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "fast")).Stop(true));
            local.Wait(TimeSpan.FromMinutes(5));
            before = Board(local);
            now = local.Now;
            local.StopGrains();
        }

        await using var again = home.Start(now);
        var after = Board(again);

        Assert.Equal(ContractJson.EncodeText(before), ContractJson.EncodeText(after));
        Assert.True(after.Rows.All(static row => row.Trades > 0));
    }

    [Fact]
    public async Task GetBoard_askedAgainWithinTenSeconds_isTheSameBoard()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        SetUp(local, scene, "1.0.0", "fast", "3", "9");
        var first = Board(local);

        local.Wait(TimeSpan.FromSeconds(LeaderboardGrain.RefreshSecondsMin - 1));
        Assert.Equal(first.At, Board(local).At);
        local.Wait(TimeSpan.FromSeconds(1));
        Assert.Equal(local.Now, Board(local).At);
    }

    [Fact]
    public async Task GetBoard_filtered_hidesRowsAndKeepsRanks()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        SetUp(local, scene, "1.0.0", "fast", "3", "9");
        Play(local, scene, hours: 3);
        SetUp(local, scene, "0.1.0", "idle", "10", "30");
        local.Wait(TimeSpan.FromMinutes(1));

        var all = Board(local);
        var old = Board(local, new LeaderboardFilter(TimeSpan.FromHours(1), 0));
        var traded = Board(local, new LeaderboardFilter(TimeSpan.Zero, 1));

        Assert.Equal((2, 0), (all.Rows.Length, all.Hidden));
        Assert.Equal(("cross@1.0.0", 1), (Assert.Single(old.Rows).Name, old.Hidden));
        Assert.Equal(("cross@1.0.0", 1, 2), (Assert.Single(traded.Rows).Name, traded.Hidden, traded.Tried));
        Assert.Equal(all.Rows.Single(static row => row.Trades > 0).Rank, traded.Rows[0].Rank);
    }

    [Fact]
    public async Task GetBoard_whereNothingEverHappened_hasNoNumberThatIsNone()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        Assert.Empty(Board(local).Rows);
        SetUp(local, scene, "1.0.0", "fast", "3", "9");
        local.Wait(TimeSpan.FromDays(2));

        var board = Board(local);

        var text = ContractJson.EncodeText(board);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        Assert.Equal((Verdict.TooLittleData, 0d, null), (board.Rows[0].Verdict, board.Rows[0].Return, board.Rows[0].Sharpe));
    }

    [Fact]
    public async Task GetBoard_ofAnAccountThatWasPaidInAndReset_countsOnlyResults()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        SetUp(local, scene, "1.0.0", "fast", "3", "9");
        local.Wait(TimeSpan.FromMinutes(2));

        Assert.True(scene.Execute("deposit", new Deposit(50_000m), "fast").IsDone);
        local.Wait(TimeSpan.FromMinutes(2));
        Assert.True(scene.Execute("reset", new ResetAccount(7_000m), "fast").IsDone);
        local.Wait(TimeSpan.FromMinutes(2));
        Assert.True(scene.Execute("withdraw", new Withdraw(1_000m), "fast").IsDone);
        local.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(0, Assert.Single(Board(local).Rows).Return);
        var rows = local.Run(() => local.ReadModel.Equity(Scene.Key("fast"), Local.Start, local.Now, 5_000, default).AsTask());
        Assert.Equal([100_000m, 150_000m, 7_000m, 6_000m], rows.Select(static row => row.PaidIn));
        Assert.All(rows, static row => Assert.Equal(row.PaidIn, row.Equity));
    }

    [Fact]
    public async Task GetBoard_ofVersionsThatAskedModels_saysWhatTheyCost()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        SetUp(local, scene, "1.0.0", "fast", "3", "9");
        SetUp(local, scene, "1.1.0", "slow", "10", "30");
        foreach (var (agent, cycle) in new[] { ("fast", 1), ("fast", 1), ("fast", 2), ("gone", 1) })
        {
            await local.Journal.Write([new DecisionRecordRow(
                new AgentKey(Scene.Tenant, agent), Scene.Key("fast"), new VersionKey(Scene.Tenant, "cross", "1.0.0"), cycle, local.Now, new string('a', 64),
                new string('b', 64), [], null, "nothing to do", [], 0.0125m, TimeSpan.Zero)]);
        }

        var rows = Board(local).Rows.ToDictionary(static row => row.Version.Version, StringComparer.Ordinal);

        Assert.Equal((0.0375m, null), (rows["1.0.0"].ModelCost, rows["1.1.0"].ModelCost));
        Assert.Equal(0.025m, local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "fast")).GetModelCost()).Today.CostUsd);
    }

    private static LeaderboardView Board(Local local, LeaderboardFilter? filter = null) =>
        local.Run(() => local.Grains.Leaderboard(Scene.Tenant).GetBoard(filter ?? LeaderboardFilter.None));

    private static void SetUp(Local local, Scene scene, string version, string name, string fast, string slow)
    {
        scene.OpenAccount(name);
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var config = new VersionConfig(
            StrategyConfig.Of("sma-cross", ("fast", fast), ("slow", slow)), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromMinutes(1), null);
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateVersion("cross", version, config)).Status);
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "cross", version), Scene.Key(name));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation(name, setup, Starts: true))).Status);
    }

    // A market that swings and shakes.
    private static void Play(Local local, Scene scene, int hours, int seconds = 30)
    {
        var random = new Random(hours);
        var end = local.Now.AddHours(hours);
        for (var at = local.Now.AddSeconds(seconds - 10); at <= end; at = at.AddSeconds(seconds))
        {
            local.RunUntil(at);
            var phase = (at - Local.Start).TotalMinutes;
            var price = 60_000 + (1_500 * Math.Sin(phase / 25)) + (400 * Math.Sin(phase / 4)) + random.Next(-60, 60);
            scene.Tick(decimal.Round((decimal)price, 1));
        }
    }
}
