using OrleansTrader.Grains;
using OrleansTrader.Grains.Venues;
using OrleansTrader.GrainsTests.Fixture;

namespace OrleansTrader.GrainsTests.Venues;

public sealed class VenueGrainTests
{
    private static readonly ServiceReport Feed = new("market feed", "running", true, 0, Local.Start, null);

    [Fact]
    public async Task Get_before_any_report_knows_nothing()
    {
        await using var local = Local.Create();

        var view = local.Run(() => local.Grains.Venue(Scene.Venue).Get());

        Assert.Null(view.Notice);
        Assert.Empty(view.Processes);
    }

    [Fact]
    public async Task Get_tells_every_process_by_name_and_forgets_one_that_fell_silent()
    {
        await using var local = Local.Create();
        local.Run(() => local.Grains.Venue(Scene.Venue).Report(Of("silo-2")));
        local.Wait(TimeSpan.FromSeconds(IVenueGrain.SilenceSecondsMax - 1));
        local.Run(() => local.Grains.Venue(Scene.Venue).Report(Of("silo-1")));

        Assert.Equal(["silo-1", "silo-2"], Names(local));
        local.Wait(TimeSpan.FromSeconds(2));

        Assert.Equal(["silo-1"], Names(local));
    }

    [Fact]
    public async Task Report_of_one_process_too_many_is_dropped_and_known_ones_stay()
    {
        await using var local = Local.Create();
        for (var number = 0; number <= IVenueGrain.ProcessesMax; number++)
        {
            var report = Of($"silo-{number:D3}");
            local.Run(() => local.Grains.Venue(Scene.Venue).Report(report));
        }

        local.Run(() => local.Grains.Venue(Scene.Venue).Report(Of("silo-000")));

        Assert.Equal(IVenueGrain.ProcessesMax, Names(local).Count);
    }

    private static List<string> Names(Local local) =>
        [.. local.Run(() => local.Grains.Venue(Scene.Venue).Get()).Processes.Select(static process => process.Process)];

    private static ProcessReport Of(string process) => new(process, new VenueNotice(Scene.Venue, "made up", [Scene.BtcKey]), [Feed]);
}
