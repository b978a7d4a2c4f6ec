using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Storage;

namespace OrleansTrader.Silo.Supervision;

/// <summary>
/// Verifies the journal while the service runs: at once where the start read only what was new, then the new each hour and all of it as often as
/// the settings say. What is found makes the service unready and is told; the next start reads everything and refuses.
/// </summary>
internal sealed partial class JournalChecks(
    IStore store, JournalTrust trust, IConfiguration configuration, ServiceRegistry registry, TimeProvider time, ILogger<JournalChecks> logger)
    : SupervisedService("journal checks", registry, time, logger), IHealthPart
{
    /// <summary>Hours between two looks at what is new, so that the next start has little to read.</summary>
    private const int NewHours = 1;

    /// <summary>What a start has to do first.</summary>
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = logger;
    private readonly int _wholeHours = StorageSettings.Read(configuration).VerifyEveryHours;
    private volatile string? _finding;

    public ComponentHealth Look() => _finding is { } finding
        ? new ComponentHealth("books", IsReady: false, "altered", $"{finding}: halt trading, keep a copy of the database, restore the newest backup that verifies")
        : new ComponentHealth("books", IsReady: true, "sound", Detail: null);

    protected override async Task Work(CancellationToken cancellation)
    {
        await Task.Delay(_settling, Time, cancellation);
        for (var hours = 0L; ; hours += NewHours)
        {
            var all = _wholeHours > 0 && hours % _wholeHours == 0 && (hours > 0 || !trust.StartReadAll);
            if (all || hours > 0)
                await Check(all, cancellation);
            await Task.Delay(TimeSpan.FromHours(NewHours), Time, cancellation);
        }
    }

    private async Task Check(bool all, CancellationToken cancellation)
    {
        var (verification, isWhole) = await store.Check(all, cancellation);
        if (verification.First is { } finding)
        {
            _finding = $"the journal in {store.Place} is not what was written ({finding})";
            LogAltered(_logger, store.Place, finding.ToString());
        }
        else
        {
            LogSound(_logger, isWhole ? "all" : "new", verification.Events, verification.Commits);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The journal is sound ({Scope}): {Events} events, {Commits} commits were read.")]
    private static partial void LogSound(ILogger logger, string scope, long events, long commits);

    [LoggerMessage(2, LogLevel.Critical, "The journal in {Place} is not what was written: {Finding}. Halt trading, keep a copy of the database, restore the newest backup that verifies.")]
    private static partial void LogAltered(ILogger logger, string place, string finding);
}

/// <param name="StartReadAll">Whether the start of this process verified the whole journal.</param>
internal sealed record JournalTrust(bool StartReadAll);

internal static class JournalCheckServices
{
    public static IServiceCollection AddJournalChecks(this IServiceCollection services, JournalTrust trust)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<JournalChecks>(provider, trust, TimeProvider.System));
        services.AddSingleton<IHealthPart>(static provider => provider.GetRequiredService<JournalChecks>());
        return services.AddHostedService(static provider => provider.GetRequiredService<JournalChecks>());
    }
}
