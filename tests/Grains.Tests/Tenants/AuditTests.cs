using System.Globalization;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests.Tenants;

public sealed class AuditTests
{
    private static ITenantGrain Tenant(Local local, string name = "demo") => local.Grains.Tenant(new TenantId(name));

    private static AuditEntry Entry(string on) => new(Local.Start, "ada", "session", "10.0.0.7", "account.halt", on, "done");

    private static void Note(Local local, int number, string tenant = "demo") => local.Run(() => Tenant(local, tenant).Note(
        new CommandId(string.Create(CultureInfo.InvariantCulture, $"a{number}")), Entry(number.ToString(CultureInfo.InvariantCulture))));

    private static void Deed(Local local, string id, string? result)
    {
        local.Run(() => Tenant(local).Note(AuditEntry.BeginningOf(id), Entry(id) with { Result = AuditEntry.NoOutcome, Begins = id }));
        if (result is not null)
            End(local, id, result);
    }

    private static void End(Local local, string id, string result) =>
        local.Run(() => Tenant(local).Note(AuditEntry.EndOf(id), Entry(id) with { Result = result, Ends = id }));

    [Fact]
    public async Task GetAudit_readsByPagesNewestFirst_alsoAfterTheGrainWasAway()
    {
        var directory = Directory.CreateTempSubdirectory("audit-").FullName;
        await using (var local = Local.Create(directory: directory))
        {
            Assert.Empty(local.Run(() => Tenant(local).GetAudit(PageRequest.Newest(10))).Rows);
            for (var i = 1; i <= 23; i++)
                Note(local, i);
            Note(local, 23);
            local.StopGrains();
        }

        await using var later = Local.Create(directory: directory);
        var pages = new List<Page<AuditRow>>();
        long? before = null;
        do
        {
            var page = later.Run(() => Tenant(later).GetAudit(new PageRequest(before, 10)));
            pages.Add(page);
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal([10, 10, 3], pages.Select(static page => page.Rows.Length));
        Assert.Equal(Enumerable.Range(1, 23).Reverse().Select(static n => (long)n), pages.SelectMany(static page => page.Rows).Select(static row => row.Number));
        Assert.All(pages.SelectMany(static page => page.Rows), static row => Assert.Equal(row.Number.ToString(CultureInfo.InvariantCulture), row.Entry.On));
        Note(later, 24);
        Assert.Equal(24, later.Run(() => Tenant(later).GetAudit(PageRequest.Newest(1))).Rows[0].Number);
        Assert.Empty(later.Run(() => Tenant(later, "other").GetAudit(PageRequest.Newest(10))).Rows);
    }

    [Fact]
    public async Task GetAudit_deed_isOneLineWithItsOutcome_whereverAPageEnds()
    {
        await using var local = Local.Create();
        Deed(local, "slow", null);
        Note(local, 1);
        for (var i = 0; i < 7; i++)
            Deed(local, $"quick{i}", "refused: halted");
        Deed(local, "cut-short", null);
        Note(local, 2);
        End(local, "slow", "unchanged");

        var lines = new List<string>();
        var sizes = new List<int>();
        long? before = null;
        do
        {
            var page = local.Run(() => Tenant(local).GetAudit(new PageRequest(before, 3)));
            lines.AddRange(page.Rows.Select(static row => $"{row.Number} {row.Entry.On} {row.Entry.Result}"));
            sizes.Add(page.Rows.Length);
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(
            [
                "18 2 done", $"17 cut-short {AuditEntry.NoOutcome}",
                .. Enumerable.Range(0, 7).Reverse().Select(static i => $"{3 + (2 * i)} quick{i} refused: halted"),
                "2 1 done", "1 slow unchanged",
            ],
            lines);
        Assert.Equal([3, 3, 3, 2], sizes);
    }

    [Fact]
    public async Task Note_longTexts_areCut()
    {
        await using var local = Local.Create();

        local.Run(() => Tenant(local).Note(new CommandId("a"), Entry(new string('x', 5_000))));

        Assert.Equal(AuditEntry.TextLengthMax, local.Run(() => Tenant(local).GetAudit(PageRequest.Newest(1))).Rows[0].Entry.On.Length);
    }

    [Fact]
    public async Task Note_manyAtOnce_areAllWritten()
    {
        await using var local = Local.Create();

        local.Run(() => Task.WhenAll(Enumerable.Range(0, 30).Select(i => Tenant(local).Note(new CommandId($"a{i}"), Entry($"{i}")))));

        Assert.Equal(30, local.Run(() => Tenant(local).GetAudit(PageRequest.Newest(100))).Rows.Length);
    }
}
