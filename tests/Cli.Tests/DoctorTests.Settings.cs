using System.Text.Json;

namespace OrleansTrader.Cli.Tests;

/// <summary>The doctor reads what the service reads: <c>--config</c>, over it the environment, over it flags.</summary>
public sealed partial class DoctorTests
{
    [Fact]
    public async Task Doctor_config_isReadAsTheServiceReadsIt()
    {
        Key("control.key");
        var file = Write(new
        {
            Service = new { DataDirectory = _directory, Feed = "bybit", Port = "9123" },
            Storage = new { ConnectionString = "Host=127.0.0.1;Port=1;Username=trader;Timeout=1;Password=hunter2" },
            Models = new { Providers = new { openai = new { BaseUrl = "https://models.example/v1" } } },
            OPENAI_API_KEY = "sk-of-the-file",
            Listen = new { Certificate = new { Path = "/nowhere/tls.crt" } },
        });
        _environment["FEED"] = "coinbase";
        _environment["TRADER_DATA_DIR"] = "/nowhere";

        var (code, output) = await Doctor("--config", file, "--data-dir", _directory);

        Assert.Equal(1, code);
        Assert.Equal("finding", Said(output, "database"));
        Assert.Equal("ok", Said(output, "venue coinbase"));
        Assert.Equal("ok", Said(output, "model provider openai"));
        Assert.Equal("finding", Said(output, "certificate Listen__Certificate__Path"));
        Assert.Equal("ok", Said(output, "disk"));
        Assert.Equal("ok", Said(output, "settings"));
        Assert.Contains("https://localhost:9123/ answers", output, StringComparison.Ordinal);
        Assert.Contains("Bearer sk-of-the-file", _world.Authorizations);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_providersOfTheOperatorsOwn_areLookedAtWithTheirKeys()
    {
        Key("control.key");
        _environment["MY_KEY"] = "of-a-variable";
        var file = Write(new
        {
            Models = new
            {
                Providers = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["local"] = new { BaseUrl = "http://localhost:11434/v1" },
                    ["mine"] = new { BaseUrl = "https://mine.example/v1/", KeyVariable = "MY_KEY" },
                    ["forgotten"] = new { BaseUrl = "https://forgotten.example", KeyVariable = "NO_SUCH_KEY" },
                    ["deepseek"] = new { Key = "of-the-section" },
                },
            },
        });
        _world.Answers["/v1/models?mine.example"] = (System.Net.HttpStatusCode.Unauthorized, "{}");

        var (_, output) = await Doctor("--config", file, "--data-dir", _directory);

        Assert.Equal(
            ("ok", "finding", "finding", "ok"),
            (Said(output, "model provider local"), Said(output, "model provider mine"), Said(output, "model provider forgotten"), Said(output, "model provider deepseek")));
        Assert.Contains("put a valid key into MY_KEY", output, StringComparison.Ordinal);
        Assert.Contains("set NO_SUCH_KEY", output, StringComparison.Ordinal);
        Assert.Contains("Bearer of-a-variable", _world.Authorizations);
        Assert.Contains("Bearer of-the-section", _world.Authorizations);
    }

    [Theory]
    [InlineData("""{"Sorage":{"Provider":"postgres"}}""", "there is no setting 'Sorage:Provider'")]
    [InlineData("""{"Storage":""", "cannot be read")]
    [InlineData(null, "there is no file")]
    public async Task Doctor_settingsThatTheServiceWouldRefuse_areAFinding_andTheRestIsLookedAt(string? json, string said)
    {
        Key("control.key");
        var file = Path.Combine(_directory, "trader.json");
        if (json is not null)
            await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);

        var (code, output) = await Doctor("--config", file, "--data-dir", _directory);

        Assert.Equal(1, code);
        Assert.Equal("finding", Said(output, "settings"));
        Assert.Contains(said, output.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("ok", Said(output, "disk"));
        Assert.Equal("ok", Said(output, "service: journal"));
    }

    private string Write(object settings)
    {
        var file = Path.Combine(_directory, "trader.json");
        File.WriteAllText(file, JsonSerializer.Serialize(settings));
        return file;
    }

    private async Task<(int Code, string Output)> Doctor(params string[] flags)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var trader = new Trader(output, error, _environment.GetValueOrDefault) { Variables = _environment, Handler = _world };
        var code = await trader.Run(["doctor", "--json", .. flags]);
        Assert.Empty(error.ToString());
        return (code, output.ToString());
    }

    private static string? Said(string output, string subject) => JsonDocument.Parse(output).RootElement.EnumerateArray()
        .Single(row => string.Equals(row.GetProperty("subject").GetString(), subject, StringComparison.Ordinal)).GetProperty("outcome").GetString();
}
