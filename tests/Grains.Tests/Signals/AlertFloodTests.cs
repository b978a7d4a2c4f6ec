using System.Diagnostics;
using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.GrainsTests.Signals;

/// <summary>
/// Many alerts, three of ten handed in twice, with processes killed in between: each is executed once. As many as the environment variable
/// TRADER_FLOOD_ALERTS says, which the long runs set to 10,000.
/// </summary>
public sealed class AlertFloodTests(ITestOutputHelper output)
{
    private const int AlertsDefault = 200;

    /// <summary>An account keeps at most 200 open orders, and each position of a signal brings two.</summary>
    private const int AlertsOfAnAccount = 40;

    private const int Kills = 4;

    [Fact]
    public async Task Flood_withDuplicatesAndKills_executesEachOnce()
    {
        var alerts = int.Parse(Environment.GetEnvironmentVariable("TRADER_FLOOD_ALERTS") ?? AlertsDefault.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var accounts = Math.Max(1, alerts / AlertsOfAnAccount);
        var began = Stopwatch.GetTimestamp();
        using var home = new Home();
        var chance = new SeededRandom(7);
        DateTimeOffset? at = null;
        var (next, duplicates) = (0, 0);
        for (var life = 0; life <= Kills; life++)
        {
            await using var local = home.Start(at);
            var scene = new SignalScene(local, isNew: false);
            for (var i = 0; life == 0 && i < accounts; i++)
                scene.Scene.OpenAccount($"a{i}", 1_000_000m);
            var until = life == Kills ? alerts : alerts * (life + 1) / (Kills + 1);
            for (; next < until; next++)
            {
                Send(scene, next, accounts);
                if (chance.NextInt(10) < 3)
                {
                    duplicates++;
                    Send(scene, chance.NextInt(next + 1), accounts);
                }
            }

            // Killed with roads under way, but for the last life.
            if (life == Kills)
                Finish(scene, alerts);
            at = local.Now + TimeSpan.FromSeconds(1);
            for (var i = 0; life == Kills && i < accounts; i++)
                Count(scene, i, alerts, accounts);
        }

        output.WriteLine(FormattableString.Invariant($"{alerts} alerts, {duplicates} handed in again, {Kills} kills, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private static void Send(SignalScene scene, int number, int accounts) => Assert.True(scene.Send(
        scene.Long(stop: 59_000m, target: 63_000m) with { Source = $"s{number}" }, Terms(number % accounts), KeyOf(number)).IsDurable);

    // Resumed by nobody's hand but the sweep's: those that are due.
    private static void Finish(SignalScene scene, int alerts)
    {
        for (var round = 0; round < 20; round++)
        {
            scene.Local.Wait(TimeSpan.FromSeconds(3));
            var due = scene.Local.Run(async () => await scene.Local.ReadModel.SignalsDue(scene.Local.Now, alerts, default));
            var left = due.Where(static row => row.Stage is not SignalStage.Managed).ToArray();
            if (left.Length == 0)
                return;
            scene.Local.Run(() => Task.WhenAll(left.Select(row => scene.Local.Grains.Signal(row.Key).Resume())));
        }
    }

    private static void Count(SignalScene scene, int account, int alerts, int accounts)
    {
        var causes = scene.Local.Run(async () => (await scene.Local.ReadModel.Orders(Scene.Key($"a{account}"), Grains.Books.PageRequest.Newest(1_000), default)).Rows)
            .Where(static order => order.Parent is null).Select(static order => order.Cause!).ToArray();
        var expected = Enumerable.Range(0, alerts).Where(number => number % accounts == account).Select(static number => SignalCause.Of(KeyOf(number).Id));

        Assert.Equal(expected.Order(StringComparer.Ordinal), causes.Order(StringComparer.Ordinal));
    }

    private static SourceTerms Terms(int account) => SignalScene.Of(new Subscription(SubscriberKind.Account, $"a{account}")
    {
        Sizing = new Trading.Sizing.SizingRule(Trading.Sizing.SizingMethod.FixedFraction, 0.0001m) { Leverage = 5m, CorrelatedRiskShareMax = 1m },
    });

    private static SignalKey KeyOf(int number) => new(Scene.Tenant, number.ToString("x32", CultureInfo.InvariantCulture));
}
