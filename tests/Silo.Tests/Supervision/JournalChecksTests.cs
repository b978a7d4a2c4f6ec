using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Silo.Tests.Supervision;

public sealed class JournalChecksTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 3, "true 0.5, false 60, false 60, true 60, false 60")]
    [InlineData(true, 3, "false 60.5, false 60, true 60, false 60")]
    [InlineData(false, 0, "false 60.5, false 60, false 60, false 60")]
    public async Task Work_whileItRuns_readsAllAfterATrustingStartAndThenAsOftenAsIsSet(bool startReadAll, int everyHours, string expected)
    {
        var (store, time) = (new CheckedStore(), new SteppedTime());
        using var checks = Make(store, time, startReadAll, everyHours);
        await checks.StartAsync(Cancellation);

        // Of each check what it read and how many minutes after the one before.
        var told = new List<string>();
        var waited = 0;
        foreach (var _ in expected.Split(", "))
        {
            var all = await store.Asked.Reader.ReadAsync(Cancellation);
            var waits = time.Waits.ToArray();
            told.Add(FormattableString.Invariant($"{(all ? "true" : "false")} {waits[waited..].Sum(static wait => wait.TotalMinutes)}"));
            waited = waits.Length;
            store.Answers.Release();
        }

        Assert.Equal(expected, string.Join(", ", told));
        Assert.True(checks.Look().IsReady);
        await checks.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Look_somethingIsAltered_isNotReadyAndStaysSo()
    {
        var store = new CheckedStore { First = new JournalFinding(JournalDefect.AlteredPayload, "account/demo/a", 7, "its bytes differ") };
        using var checks = Make(store, new SteppedTime(), startReadAll: false, everyHours: 24);
        await checks.StartAsync(Cancellation);
        await store.Asked.Reader.ReadAsync(Cancellation);
        store.Answers.Release();
        await store.Asked.Reader.ReadAsync(Cancellation);

        var health = checks.Look();
        Assert.Equal(("books", false, "altered"), (health.Name, health.IsReady, health.State));
        Assert.Contains("account/demo/a at version 7", health.Detail, StringComparison.Ordinal);
        store.First = null;
        store.Answers.Release();
        await store.Asked.Reader.ReadAsync(Cancellation);
        Assert.False(checks.Look().IsReady);
        await checks.StopAsync(CancellationToken.None);
    }

    private static JournalChecks Make(CheckedStore store, TimeProvider time, bool startReadAll, int everyHours) => new(
        store, new JournalTrust(startReadAll),
        new ConfigurationBuilder().AddInMemoryCollection([new("Storage:VerifyEveryHours", FormattableString.Invariant($"{everyHours}"))]).Build(),
        new ServiceRegistry(), time, NullLogger<JournalChecks>.Instance);

    /// <summary>Notes what is asked, and answers when it is let.</summary>
    private sealed class CheckedStore : IStore
    {
        public Channel<bool> Asked { get; } = Channel.CreateUnbounded<bool>();

        public SemaphoreSlim Answers { get; } = new(0);

        public JournalFinding? First { get; set; }

        public string Place => "here";

        public async ValueTask<JournalCheck> Check(bool all, CancellationToken cancellation)
        {
            await Asked.Writer.WriteAsync(all, cancellation);
            await Answers.WaitAsync(cancellation);
            return new JournalCheck(new JournalVerification(1, 1, 1, First), all);
        }

        public IJournal Journal => throw new NotSupportedException();

        public IReadModel ReadModel => throw new NotSupportedException();

        public IReminderTable ReminderTable => throw new NotSupportedException();

        public IOutbox Outbox => throw new NotSupportedException();

        public ILeases Leases => throw new NotSupportedException();

        public string DataDirectory => throw new NotSupportedException();

        public IGrainStorage GrainStorage(JsonSerializerOptions json) => throw new NotSupportedException();

        public ValueTask<RetentionReport> Retain(RetentionPolicy policy, DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<RebuildReport> Rebuild(IRowHistory history, IProgress<RebuildProgress>? progress, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
