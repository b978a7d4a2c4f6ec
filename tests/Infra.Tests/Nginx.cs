using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansTrader.Infra.Tests;

/// <summary>nginx with the example's files, on ports of loopback, before a service.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const int StartTriesMax = 100;

    private readonly int _port = FreePort(), _plainPort = FreePort();
    private Process? _nginx;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("nginx-").FullName;

    public Uri Address => new($"https://127.0.0.1:{_port}");

    public Uri PlainAddress => new($"http://127.0.0.1:{_plainPort}");

    public async ValueTask DisposeAsync()
    {
        if (_nginx is { HasExited: false })
        {
            _nginx.Kill();
            await _nginx.WaitForExitAsync();
        }

        _nginx?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>nginx, once it answers.</summary>
    public async Task<HttpClient> Start()
    {
        _nginx = Process.Start(new ProcessStartInfo(Installed.Find("nginx")!, ["-p", Directory, "-c", "nginx.conf", "-g", "daemon off;"])
        {
            UseShellExecute = false, RedirectStandardError = true,
        })!;
        // Sent as written: cookies and redirects are what a test looks at.
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        })
        { BaseAddress = Address };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, _port);
                return client;
            }
            catch (SocketException) when (attempt < StartTriesMax && !_nginx.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <param name="upstream">The service's port.</param>
    public async Task Configure(int upstream)
    {
        string Here(string text) => text.Replace("/etc/nginx/trader", Directory, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Directory, "trader.conf"), Here(Repository.Text("infra/nginx/trader.conf"))
            .Replace(":8443", string.Create(CultureInfo.InvariantCulture, $":{_port}"), StringComparison.Ordinal)
            .Replace("listen 8443", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{_port}"), StringComparison.Ordinal)
            .Replace("listen [::]", "# [::]", StringComparison.Ordinal)
            .Replace("listen 8080", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{_plainPort}"), StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(Directory, "upstream.inc"), Repository.Text("infra/nginx/upstream.inc")
            .Replace("127.0.0.1:8080", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{upstream}"), StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(Directory, "tls.inc"), Here(Repository.Text("infra/nginx/tls.inc")));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(Directory, "web.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(Directory, "web.key"), key.ExportPkcs8PrivateKeyPem());
        var paths = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {Directory}/{name}; "));
        await File.WriteAllTextAsync(
            Path.Combine(Directory, "nginx.conf"),
            $"pid {Directory}/nginx.pid; error_log {Directory}/error.log; events {{ }} http {{ access_log off; {paths} include {Directory}/trader.conf; }}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
