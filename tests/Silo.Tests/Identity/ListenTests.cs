using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Identity.Listening;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class ListenTests
{
    [Theory]
    [InlineData("Listen:Addresses 'everywhere'", "Listen:Addresses", "everywhere")]
    [InlineData("Listen:Addresses '0.0.0.0': reaches beyond this machine", "Listen:Addresses", "0.0.0.0")]
    [InlineData("Listen:PublicUrl ''", "Listen:Addresses", "*", "Listen:KnownProxies", "10.0.0.2")]
    [InlineData("Listen:PublicUrl 'http://trader.example'", "Listen:PublicUrl", "http://trader.example")]
    [InlineData("Listen:PublicUrl 'https://trader.example/path'", "Listen:PublicUrl", "https://trader.example/path")]
    [InlineData("Listen:KnownProxies '0.0.0.0/0'", "Listen:KnownProxies", "0.0.0.0/0")]
    [InlineData("Listen:KnownProxies 'nginx'", "Listen:KnownProxies", "nginx")]
    [InlineData("Listen:AllowedHosts 'a b/c'", "Listen:AllowedHosts:0", "a b/c")]
    [InlineData("Listen:Certificate:Path '/nowhere.pem' cannot be used", "Listen:Certificate:Path", "/nowhere.pem")]
    [InlineData("Tenancy:Authentication 'demo'", "Tenancy:Authentication", "demo", "Listen:PublicUrl", "https://a.example")]
    [InlineData("Tenancy:Authentication 'maybe'", "Tenancy:Authentication", "maybe")]
    [InlineData("Tenancy:Demo 'perhaps'", "Tenancy:Demo", "perhaps")]
    [InlineData("Tenancy:Bootstrap:User 'Not A Name'", "Tenancy:Bootstrap:User", "Not A Name")]
    [InlineData("Tenancy:Bootstrap:Password is 5 characters", "Tenancy:Bootstrap:Password", "short")]
    public void Read_whatCannotBe_isRefusedInOneLine(string expected, params string[] settings)
    {
        var refused = Assert.Throws<StartupException>(() => Read(settings));

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(true, "Listen:Addresses", "127.0.0.1")]
    [InlineData(false, "Tenancy:Authentication", "required")]
    [InlineData(false, "Tenancy:Bootstrap:User", "admin")]
    [InlineData(false, "Listen:PublicUrl", "https://trader.example")]
    [InlineData(false, "Listen:KnownProxies", "127.0.0.1")]
    [InlineData(false, "Listen:Addresses", "0.0.0.0", "Listen:KnownProxies", "10.0.0.2", "Listen:PublicUrl", "https://trader.example")]
    public void Read_whoIsLoggedInWithoutAQuestion(bool isDemo, params string[] settings)
    {
        var access = Read(settings);

        Assert.Equal((isDemo, isDemo), (access.LogsInTheDemoUser, access.SetsUpTheDemo));
    }

    [Theory]
    [InlineData("127.0.0.1", "10.1.1.1", "https", "10.1.1.1 https")]
    [InlineData("127.0.0.1", "6.6.6.6, 10.1.1.1", "https", "10.1.1.1 https")]
    [InlineData("127.0.0.1,10.1.1.1", "6.6.6.6, 10.1.1.1", "https", "6.6.6.6 https")]
    [InlineData("10.9.9.9", "10.1.1.1", "https", "127.0.0.1 http")]
    [InlineData("127.0.0.1", "nonsense", "https", "127.0.0.1 http")]
    public async Task Forwarding_isBelievedOfKnownProxiesOnly(string known, string forwardedFor, string proto, string expected)
    {
        await using var app = await Door(Read("Listen:KnownProxies", known, "Listen:PublicUrl", "https://trader.example").Listen, withGuard: false);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", proto);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");

        Assert.Equal(expected, await (await client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "Host", "trader.example")]
    [InlineData(HttpStatusCode.OK, "Origin", "https://trader.example")]
    [InlineData(HttpStatusCode.Forbidden, "Host", "evil.example")]
    [InlineData(HttpStatusCode.Forbidden, "Host", "localhost")]
    [InlineData(HttpStatusCode.Forbidden, "X-Forwarded-Proto", "http")]
    [InlineData(HttpStatusCode.Forbidden, "Origin", "https://evil.example")]
    [InlineData(HttpStatusCode.Forbidden, "Origin", "http://trader.example")]
    [InlineData(HttpStatusCode.Forbidden, "Sec-Fetch-Site", "cross-site")]
    public async Task Door_letsInPrivateRequestsOfThisSiteOnly(HttpStatusCode expected, string header, string value)
    {
        await using var app = await Door(Read("Listen:KnownProxies", "127.0.0.1", "Listen:PublicUrl", "https://trader.example").Listen, withGuard: true);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "trader.example";
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Forwarded-For"] = "10.1.1.1", ["X-Forwarded-Proto"] = "https", [header] = value };
        foreach (var (name, text) in headers)
            request.Headers.TryAddWithoutValidation(name, text);
        request.Headers.Host = headers.GetValueOrDefault("Host", "trader.example");

        using var answer = await client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Certificate_inPem_isServed_andARenewedOneIsTaken()
    {
        var directory = Directory.CreateTempSubdirectory("certificate-").FullName;
        var (path, keyPath) = (Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key"));
        Write(path, keyPath, "CN=first");
        var listen = Read("Listen:Certificate:Path", path, "Listen:Certificate:KeyPath", keyPath).Listen;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAsSaid(listen, 0));
        await using var app = builder.Build();
        app.MapGet("/", static () => "here");
        await app.StartAsync();
#pragma warning disable MA0039 // The certificate was made a line above: what is tested is that it is served.
        using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
#pragma warning restore MA0039

        Assert.Equal("here", await client.GetStringAsync(new Uri(app.Urls.Single())));
        Assert.Equal("CN=first", listen.Certificate!.Current(NullLogger.Instance).Subject);
        Assert.StartsWith("https://", app.Urls.Single(), StringComparison.Ordinal);
        Assert.Throws<StartupException>(() => Read("Listen:Certificate:Path", keyPath));
        await app.StopAsync();

        var files = Read("Listen:Certificate:Path", path, "Listen:Certificate:KeyPath", keyPath).Listen.Certificate!;
        Write(path, keyPath, "CN=second");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("CN=second", files.Current(NullLogger.Instance).Subject);
    }

    private static void Write(string path, string keyPath, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(path, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
    }

    private static async Task<WebApplication> Door(ListenSettings listen, bool withGuard)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseKnownProxies(listen);
        if (withGuard)
            app.UseMiddleware<OutsideGuard>(listen);
        app.MapGet("/", static (HttpContext context) => $"{Asking.AddressOf(context)} {context.Request.Scheme}");
        await app.StartAsync();
        return app;
    }

    private static AccessSettings Read(params string[] settings) => AccessSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        settings.Chunk(2).Select(static pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build());
}
