using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace OrleansTrader.Infra.Tests;

/// <summary>The service itself behind the nginx example: known proxy, public name, logins, as the runbook sets it up.</summary>
public sealed class ServiceBehindNginxTests : IAsyncLifetime
{
    private const int StartSecondsMax = 90;

    private readonly string _directory = Directory.CreateTempSubdirectory("behind-").FullName;
    private readonly Nginx _nginx = new();
    private Process? _service;

    public async ValueTask InitializeAsync()
    {
        if (Installed.Find("nginx") is null)
            return;
        var program = typeof(ServiceBehindNginxTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static attribute => string.Equals(attribute.Key, "SiloPath", StringComparison.Ordinal)).Value!;
        var port = Nginx.FreePort();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = _directory,
        };
        start.Environment["DATA_DIR"] = Path.Combine(_directory, "data");
        start.Environment["Listen__PublicUrl"] = "https://trader.example.org";
        start.Environment["Listen__KnownProxies"] = "127.0.0.1";
        start.Environment["Tenancy__Bootstrap__User"] = "admin";
        start.Environment["Tenancy__Bootstrap__Password"] = "correct horse battery staple";
        _service = Process.Start(start)!;
        await Announced(_service).WaitAsync(TimeSpan.FromSeconds(StartSecondsMax));
        await _nginx.Configure(port);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        if (_service is not null)
        {
            if (!_service.HasExited)
                _service.Kill();
            await _service.WaitForExitAsync();
            _service.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Page_throughNginx_isTheLogin_andPrivate()
    {
        Installed.Need("nginx");
        using var client = await _nginx.Start();
        using var page = await Get(client, "/login");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("password", await page.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        // The service was told of TLS by a proxy that it knows: what it sets is for TLS only.
        Assert.True(page.Headers.Contains("Strict-Transport-Security"));
        Assert.All(page.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], static cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        using var script = await Get(client, "/_framework/blazor.web.js");
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        using var api = await Get(client, "/api/v1/accounts");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        using var health = await Get(client, "/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Page_foreignName_isRefusedByTheService()
    {
        Installed.Need("nginx");
        using var client = await _nginx.Start();
        using var answer = await Get(client, "/login", host: "other.example.org");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> Get(HttpClient client, string path, string host = "trader.example.org")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return await client.SendAsync(request);
    }

    private static async Task Announced(Process service)
    {
        const string Begins = "Open ";
        while (await service.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Begins, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"the service ended at its start with {service.ExitCode}");
    }
}
