using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class AuditedDeedTests
{
    private static readonly AuditEntry Entry = new(DateTimeOffset.UnixEpoch, "ada", "session", "10.0.0.7", "account.halt", "acme/mine", string.Empty);

    [Fact]
    public async Task Carry_deedThatIsCutShort_isOnRecordBeforeItBegins()
    {
        await using var site = await GuardedSite.Start();
        var begun = new TaskCompletionSource<AuditRow[]>();
        var never = new TaskCompletionSource<string>();

        // As a process leaves it that dies while the deed is done.
        _ = Deed(site).Carry(
            async () =>
            {
                begun.SetResult(await site.Audit("acme"));
                return await never.Task;
            },
            static said => said);

        var line = Assert.Single(await begun.Task);
        Assert.Equal(("ada", "account.halt", "acme/mine", AuditEntry.NoOutcome), (line.Entry.Who, line.Entry.Action, line.Entry.On, line.Entry.Result));
        Assert.Equal(AuditEntry.NoOutcome, Assert.Single(await site.Audit("acme")).Entry.Result);
    }

    [Fact]
    public async Task Carry_deedThatEnds_isOneLineWithItsOutcome()
    {
        await using var site = await GuardedSite.Start();

        Assert.Equal(7, await Deed(site).Carry(static () => Task.FromResult(7), static number => $"done: {number}"));
        await Assert.ThrowsAsync<TimeoutException>(() => Deed(site).Carry<int>(static () => throw new TimeoutException("late"), static _ => "done"));

        Assert.Equal(["unknown: late", "done: 7"], (await site.Audit("acme")).Select(static row => row.Entry.Result));
    }

    [Fact]
    public async Task Carry_whatCannotBeNoted_isNotBegun()
    {
        var cluster = Substitute.For<IClusterClient>();
        cluster.Tenant(new TenantId("acme")).Note(default, null!).ReturnsForAnyArgs(static _ => throw new JournalException("the disk is full"));
        var isBegun = false;

        await Assert.ThrowsAsync<JournalException>(() => new AuditedDeed(cluster, NullLogger.Instance, new TenantId("acme"), Entry).Carry(
            () => Task.FromResult(isBegun = true), static _ => "done"));

        Assert.False(isBegun);
    }

    private static AuditedDeed Deed(GuardedSite site) => new(site.Grains, NullLogger.Instance, new TenantId("acme"), Entry);
}
