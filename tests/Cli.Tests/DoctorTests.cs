using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OrleansTrader.Cli.Doctor;
using OrleansTrader.Storage;

namespace OrleansTrader.Cli.Tests;

public sealed partial class DoctorTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("doctor-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly World _world = new();

    public void Dispose()
    {
        _world.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Examine_allWell_findsNothing()
    {
        Key("control.key");
        var checks = await Examine();
        Assert.DoesNotContain(checks, static check => check.Outcome == Outcome.Finding);
        Assert.Contains(checks, static check => check is { Subject: "service: journal", Outcome: Outcome.Ok });
        Assert.Contains(checks, static check => check is { Subject: "key of this client", Said: "is operator of tenant demo" });
        Assert.Contains(checks, static check => check is { Subject: "API key a1 (bot)", Outcome: Outcome.Ok });
        Assert.Contains(checks, static check => check is { Subject: "database", Outcome: Outcome.Skipped });
    }

    [Fact]
    public async Task Examine_noService_saysSoAndLooksAtTheRest()
    {
        _world.Silent.Add("localhost");
        Key("control.key");
        var checks = await Examine();
        Assert.Contains("does not answer", Finding(checks, "service").Said, StringComparison.Ordinal);
        Assert.Contains(checks, static check => check is { Subject: "disk", Outcome: Outcome.Ok });
    }

    [Fact]
    public void Durability_serverThatConfirmsTooEarly_isAFindingThatNamesTheSettings()
    {
        var facts = new ServerFacts("15.4", _now, new Dictionary<string, long>(), []);
        Assert.Equal(Outcome.Ok, DatabaseChecks.Durability(facts).Outcome);
        var check = DatabaseChecks.Durability(facts with { Risky = ["fsync", "full_page_writes"] });
        Assert.Equal(Outcome.Finding, check.Outcome);
        Assert.StartsWith("fsync, full_page_writes off", check.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_partThatIsNotReady_isNamedWithItsTrouble()
    {
        _world.Answers["/health/ready"] = (HttpStatusCode.ServiceUnavailable, """{"status":"not-ready","components":[{"name":"journal","isReady":false,"state":"faulted","detail":"disk full"}]}""");
        Assert.Equal("faulted: disk full", Finding(await Examine(), "service: journal").Said);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(-6, true)]
    [InlineData(300, true)]
    public async Task Examine_serviceClock_off(int seconds, bool isFound)
    {
        _world.Now = _now.AddSeconds(seconds);
        Assert.Equal(isFound, (await Examine()).Any(static check => check is { Subject: "clock of the service", Outcome: Outcome.Finding }));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", null, "is 120 days old")]
    [InlineData("2026-04-20T00:00:00Z", "2026-05-05T12:00:00Z", "ends in 4 days")]
    public async Task Examine_apiKeyOverdue_isFound(string created, string? expires, string said)
    {
        Key("control.key");
        _world.Answers["/api/v1/keys"] = (HttpStatusCode.OK, JsonSerializer.Serialize(new[] { new { id = "old", name = "bot", createdAt = created, expiresAt = expires } }));
        var found = Finding(await Examine(), "API key old (bot)");
        Assert.StartsWith(said, found.Said, StringComparison.Ordinal);
        Assert.NotNull(found.Remedy);
    }

    [Fact]
    public async Task Examine_revokedKey_isOfNoInterest()
    {
        Key("control.key");
        _world.Answers["/api/v1/keys"] = (HttpStatusCode.OK, """[{"id":"old","name":"bot","createdAt":"2020-01-01T00:00:00Z","revokedAt":"2020-02-01T00:00:00Z"}]""");
        Assert.DoesNotContain(await Examine(), static check => check.Subject.StartsWith("API key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Examine_ownKeyUnknown_isFound()
    {
        Key("control.key");
        _world.Answers["/api/v1/me"] = (HttpStatusCode.Unauthorized, "{}");
        Assert.Contains("does not know it", Finding(await Examine(), "key of this client").Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_modelKey_refusedAndGood()
    {
        _environment["OPENAI_API_KEY"] = "sk-bad";
        _environment["ANTHROPIC_API_KEY"] = "sk-good";
        _world.Answers["/v1/models?api.openai.com"] = (HttpStatusCode.Unauthorized, "{}");
        var checks = await Examine();
        Assert.Contains("refuses the key", Finding(checks, "model provider openai").Said, StringComparison.Ordinal);
        Assert.Contains(checks, static check => check is { Subject: "model provider anthropic", Outcome: Outcome.Ok });
        Assert.DoesNotContain(checks, static check => (check.Said + check.Remedy).Contains("sk-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Examine_modelProviderSilent_isFound()
    {
        _environment["DEEPSEEK_API_KEY"] = "x";
        _world.Silent.Add("api.deepseek.com");
        Assert.Contains("cannot be reached", Finding(await Examine(), "model provider deepseek").Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_modelKeysFile_tellsItsAge()
    {
        var file = Path.Combine(_directory, "openai");
        await File.WriteAllTextAsync(file, "sk-good\n");
        File.SetLastWriteTimeUtc(file, _now.AddDays(-100).UtcDateTime);
        _environment["OPENAI_API_KEY_FILE"] = file;
        Assert.Equal("its file is 100 days old, at most 90", Finding(await Examine(), "model provider openai, key").Said);
        Assert.Contains("Bearer sk-good", _world.Authorizations);
    }

    [Fact]
    public async Task Examine_venue_reachedOrNot()
    {
        Assert.Contains(await Examine("bybit"), static check => check is { Subject: "venue bybit", Outcome: Outcome.Ok });
        _world.Silent.Add("api.exchange.coinbase.com");
        Assert.Contains("cannot be reached", Finding(await Examine("coinbase"), "venue coinbase").Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_keysThatOthersRead_andOldOnes_areFound()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no such modes here");
        var key = Key("journal.key");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(Key("control.key"), _now.AddDays(-200).UtcDateTime);
        var checks = await Examine();
        Assert.Contains("more than its owner", Finding(checks, "simulated/journal.key").Said, StringComparison.Ordinal);
        Assert.Contains("200 days old", Finding(checks, "simulated/control.key").Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4_096, false)]
    [InlineData(0, true)]
    public async Task Examine_booksBeforeTheFirstCheckpoint_areNoFinding(int logBytes, bool isFound)
    {
        Key("control.key");
        await File.WriteAllBytesAsync(Path.Combine(_directory, "simulated", "journal.db"), new byte[4_096]);
        await File.WriteAllBytesAsync(Path.Combine(_directory, "simulated", "journal.db-wal"), new byte[logBytes]);

        Assert.Equal(isFound ? Outcome.Finding : Outcome.Skipped, (await Examine()).Single(static check => string.Equals(check.Subject, "books simulated", StringComparison.Ordinal)).Outcome);
    }

    [Theory]
    [InlineData(0x4F725472, 1, null)]
    [InlineData(0x4F725472, 9_999, "schema version 9999, this program knows")]
    [InlineData(0x11111111, 1, "is no database of OrleansTrader")]
    public async Task Examine_books_schemaIsLookedAt(int application, int version, string? said)
    {
        var header = new byte[100];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(68), application);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(60), version);
        Directory.CreateDirectory(Path.Combine(_directory, "simulated"));
        await File.WriteAllBytesAsync(Path.Combine(_directory, "simulated", "journal.db"), header);
        var check = (await Examine()).Single(static check => string.Equals(check.Subject, "books simulated", StringComparison.Ordinal));
        Assert.Equal(said is not null, check.Outcome == Outcome.Finding);
        Assert.Contains(said ?? "schema version 1", check.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_certificateThatEndsSoon_isFound()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(_now.AddDays(-10), _now.AddDays(5));
        var path = Path.Combine(_directory, "web.crt");
        await File.WriteAllTextAsync(path, certificate.ExportCertificatePem());
        _environment["Listen__Certificate__Path"] = path;
        Assert.Equal("ends on 2026-05-06", Finding(await Examine(), "certificate Listen__Certificate__Path").Said);
    }

    [Fact]
    public async Task Examine_databaseSilent_isFoundWithoutThePassword()
    {
        _environment["Storage__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=trader;Username=trader;Password=hunter2hunter2";
        var found = Finding(await Examine(), "database");
        Assert.Contains("cannot be used", found.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_asAProgram_tableJsonAndExitCode()
    {
        using var service = new FakeService { Fault = new HttpRequestException("nobody") };
        var (exitCode, output, _) = await service.Run("doctor", "--data-dir", _directory);
        Assert.Equal(Trader.Failed, exitCode);
        Assert.Contains("1 found.", output, StringComparison.Ordinal);
        var (_, json, _) = await service.Run("doctor", "--json", "--data-dir", _directory);
        Assert.Equal(("ok", "finding"), (Said(json, "settings"), Said(json, "service")));
        Assert.Equal(Trader.WrongUsage, (await service.Run("doctor", "--address", "nowhere")).ExitCode);
    }

    private static Check Finding(IEnumerable<Check> checks, string subject) =>
        Assert.Single(checks, check => check.Outcome == Outcome.Finding && string.Equals(check.Subject, subject, StringComparison.Ordinal));

    private string Key(string name)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, "simulated")).FullName, name);
        File.WriteAllText(path, "secret-of-the-tests");
        File.SetLastWriteTimeUtc(path, _now.UtcDateTime);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private Task<IReadOnlyList<Check>> Examine(string feed = "simulated")
    {
        var key = Path.Combine(_directory, "simulated", "control.key");
        var patient = new Patient(
            new Uri("http://localhost:8080"), _directory, feed, File.Exists(key) ? File.ReadAllText(key) : null,
            _environment.GetValueOrDefault, new StoppedClock(), _world);
        return DoctorCommand.Examine(patient, TestContext.Current.CancellationToken);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => _now;
    }

    /// <summary>Service, providers and venues of canned answers.</summary>
    private sealed class World : HttpMessageHandler
    {
        public DateTimeOffset Now { get; set; } = _now;

        public HashSet<string> Silent { get; } = new(StringComparer.Ordinal);

        public List<string?> Authorizations { get; } = [];

        public Dictionary<string, (HttpStatusCode Status, string Body)> Answers { get; } = new(StringComparer.Ordinal)
        {
            ["/health/ready"] = (HttpStatusCode.OK, """{"status":"ready","components":[{"name":"journal","isReady":true,"state":"writable"}]}"""),
            ["/api/v1/me"] = (HttpStatusCode.OK, """{"tenant":"demo","role":"operator"}"""),
            ["/api/v1/keys"] = (HttpStatusCode.OK, """[{"id":"a1","name":"bot","createdAt":"2026-04-20T00:00:00Z"}]"""),
        };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var url = request.RequestUri!;
            if (Silent.Contains(url.Host))
                throw new HttpRequestException("no route");
            lock (Authorizations)
                Authorizations.Add(request.Headers.Authorization?.ToString());
            var (status, body) = Answers.TryGetValue($"{url.AbsolutePath}?{url.Host}", out var own) ? own : Answers.TryGetValue(url.AbsolutePath, out var answer) ? answer : (HttpStatusCode.OK, "{}");
            var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
            response.Headers.Date = Now;
            return Task.FromResult(response);
        }
    }
}
