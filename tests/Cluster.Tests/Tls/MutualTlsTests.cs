using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Connections.Security;
using OrleansTrader.ClusterTests.Fixture;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.ClusterTests.Tls;

public sealed class MutualTlsTests(SecuredCluster secured) : IClassFixture<SecuredCluster>
{
    private const string Strange = "was not issued by the authority of Cluster__Tls__Authority";

    /// <summary>So many tenants are on both silos, by whatever end points.</summary>
    private const int Tenants = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_withCertificatesOfOneAuthority_joinAndAnswerTheDashboard()
    {
        using var dashboard = secured.Processes.Dashboard();
        using var body = new StringContent("""{"name":"secret","cash":"5000"}""", Encoding.UTF8, "application/json");
        body.Headers.TryAddWithoutValidation("Idempotency-Key", "once");

        using var made = await dashboard.PostAsync(new Uri("/api/v1/accounts", UriKind.Relative), body, Cancellation);
        var account = await dashboard.GetStringAsync(new Uri("/api/v1/accounts/secret", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Contains("5000", account, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_withACertificateOfTheAuthority_isAnsweredByBothSilos()
    {
        await using var client = await Connect(secured.Ours.Settings("client"));
        foreach (var number in Enumerable.Range(1, Tenants))
        {
            var tenant = new TenantId($"tls{number}");
            using var identity = Caller.As(tenant);
            Assert.False((await client.Client.Tenant(tenant).CreateAccount(new AccountCreation("a", "simulated", "USDT", 1_000m))).IsRefused);
            Assert.NotNull(await client.Client.Account(new AccountKey(tenant, "a")).GetDigest());
        }

        var management = client.Client.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetHosts(onlyActive: true);
        var grains = await management.GetDetailedGrainStatistics();

        Assert.Equal(2, hosts.Count);
        Assert.Equal(2, grains.Where(static grain => grain.GrainId.Key.ToString()!.StartsWith("tls", StringComparison.Ordinal)).Select(static grain => grain.SiloAddress).Distinct().Count());
    }

    [Fact]
    public async Task Silo_ofAnotherAuthority_isRefusedWithTheReason()
    {
        var refusal = await Refusal(secured.Theirs.Settings("stranger"));

        Assert.Contains($"shows a certificate that {Strange}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_whoseCertificateEnded_isRefusedWithItsEnd()
    {
        var refusal = await Refusal(secured.Ours.Settings("old", from: Ended.AddYears(-1), until: Ended));

        Assert.Contains("old.crt' ended on 2025-06-01 00:00 UTC", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_withoutCertificate_isRefusedWithWhatToSet()
    {
        var refusal = await Refusal(None);

        Assert.Contains("speaks TLS, and this process has no certificate: set Cluster__Tls__Certificate", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_withoutTls_cannotConnect()
    {
        var fault = await Record.ExceptionAsync(() => Cluster.Connect(secured.Processes.Database, waits: false));

        Assert.NotNull(fault);
    }

    [Fact]
    public async Task Client_withoutCertificate_cannotConnect()
    {
        var fault = await Record.ExceptionAsync(() => Cluster.Connect(secured.Processes.Database, Unknown, waits: false));

        Assert.NotNull(fault);

        static void Unknown(TlsOptions options)
        {
            options.ClientCertificateMode = RemoteCertificateMode.NoCertificate;
            options.RemoteCertificateValidation = static (_, _, _) => true;
        }
    }

    [Fact]
    public async Task Client_ofAnotherAuthority_cannotConnectAndTheSiloTellsWhy()
    {
        var fault = await Record.ExceptionAsync(() => Connect(secured.Theirs.Settings("stranger")));

        Assert.NotNull(fault);
        await SomeSiloSays($"the certificate 'CN=stranger' of a process that wants to connect {Strange}");
    }

    [Fact]
    public async Task Client_whoseCertificateEnded_cannotConnectAndTheSiloTellsWhy()
    {
        var fault = await Record.ExceptionAsync(() => Connect(secured.Ours.Settings("late", from: Ended.AddYears(-1), until: Ended)));

        Assert.NotNull(fault);
        await SomeSiloSays("the certificate 'CN=late' of a process that wants to connect ended on 2025-06-01 00:00 UTC");
    }

    private static DateTimeOffset Ended => new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static Dictionary<string, string> None => new(StringComparer.Ordinal)
    {
        ["Cluster__Tls__Certificate"] = string.Empty,
        ["Cluster__Tls__Key"] = string.Empty,
        ["Cluster__Tls__Authority"] = string.Empty,
    };

    // A third silo, which must end by itself and say why.
    private async Task<string> Refusal(IReadOnlyDictionary<string, string> settings)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => secured.Processes.Run(settings, "start", "3"));
        return fault.Message;
    }

    // A client that shows what it has, whoever answers: so the silos alone decide.
    private async Task<Cluster> Connect(Dictionary<string, string> settings)
    {
        var own = X509Certificate2.CreateFromPemFile(settings["Cluster__Tls__Certificate"], settings["Cluster__Tls__Key"]);
        return await Cluster.Connect(
            secured.Processes.Database,
            options =>
            {
                options.LocalCertificate = own;
                options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
                options.RemoteCertificateValidation = static (_, _, _) => true;
                options.OnAuthenticateAsClient = static (_, client) => client.TargetHost = "trader-silo";
            },
            waits: false);
    }

    private async Task SomeSiloSays(string line)
    {
        const int SecondsMax = 20;
        for (var second = 0; second < SecondsMax * 10; second++)
        {
            if (secured.Processes.Said("silo-1").Contains(line, StringComparison.Ordinal) || secured.Processes.Said("silo-2").Contains(line, StringComparison.Ordinal))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
        }

        Assert.Fail($"no silo said '{line}': {secured.Processes.Said("silo-1")} {secured.Processes.Said("silo-2")}");
    }
}
