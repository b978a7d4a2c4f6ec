using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrleansTrader.Silo.Hosting;

namespace OrleansTrader.Silo.Tests.Logging;

public sealed class JsonLinesTests : IDisposable
{
    private const string Secret = "q7Zr0pLk9Vb2Xw8Yd";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trader-logs-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Log_event_isOneLineOfJsonWithItsTrace()
    {
        using var span = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var line = Assert.Single(Lines(log => log.LogWarning("{Account} did not answer to {Symbol}", "demo/trend", "BTC-USDT")));

        Assert.Equal("warning", line.GetProperty("level").GetString());
        Assert.Equal("tests", line.GetProperty("category").GetString());
        Assert.Contains("did not answer", line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("demo/trend", line.GetProperty("values").GetProperty("Account").GetString());
        Assert.Equal(span.TraceId.ToHexString(), line.GetProperty("trace").GetString());
        Assert.Equal(span.SpanId.ToHexString(), line.GetProperty("span").GetString());
    }

    [Fact]
    public void Log_secretInMessageValueAddressOrFault_isWrittenNowhere()
    {
        Lines(log =>
        {
            log.LogError("asked https://venue.example/order?api_key={Key}", Secret);
            log.LogError("the header was {Authorization}", Secret);
            log.LogError("{Password}", Secret);
            log.LogError(new HttpRequestException($"https://user:{Secret}@venue.example answered 401", new InvalidOperationException($"Bearer {Secret}")), "It failed");
        });

        Assert.DoesNotContain(Secret, Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_fullFile_beginsANewOneAndKeepsFive()
    {
        const int bytesMax = 20_000;
        Lines(
            static log =>
            {
                for (var i = 0; i < 1_000; i++)
                    log.LogInformation("{Number} is told of {Account} at length, so that files fill", i, "demo/trend");
            },
            bytesMax);

        var files = _directory.GetFiles("service*.log");
        Assert.Equal((5, 10 * 1024 * 1024), (Logs.FilesMax, Logs.FileBytesMax));
        Assert.Equal(Logs.FilesMax, files.Length);
        Assert.All(files, static file => Assert.InRange(file.Length, 1, bytesMax + 1_000));
    }

    private List<JsonElement> Lines(Action<ILogger> write, long fileBytesMax = Logs.FileBytesMax)
    {
        using (var loggers = LoggerFactory.Create(static _ => { }))
        {
            Logs.AddFiles(loggers, _directory.FullName, fileBytesMax);
            write(loggers.CreateLogger("tests"));
        }

        return [.. Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    private string Text() => string.Concat(_directory.GetFiles("service*.log").Select(static file => File.ReadAllText(file.FullName)));
}
