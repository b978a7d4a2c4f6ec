using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Tests.Telemetry;

public sealed class TelemetryOptionsTests
{
    [Fact]
    public void Read_nothing_servesThisMachineOnlyAndExportsNothing()
    {
        var options = Read();

        Assert.Equal((null, null, null), (options.Listen, options.ScrapeToken, options.OtlpEndpoint));
    }

    [Fact]
    public void Read_everything_isTaken()
    {
        var options = Read(
            ("Listen", "0.0.0.0:9464"), ("ScrapeToken", "0123456789abcdef"), ("OtlpEndpoint", "http://collector:4317"), ("OtlpProtocol", "grpc"), ("TraceRatio", "0.25"));

        Assert.Equal(("0.0.0.0:9464", true, 0.25), (options.Listen?.ToString(), options.OtlpIsGrpc, options.TraceRatio));
    }

    [Theory]
    [InlineData("Listen", "0.0.0.0:9464", "can be reached from other machines")]
    [InlineData("Listen", "9464", "write an address and a port")]
    [InlineData("ScrapeToken", "short", "shorter than 16")]
    [InlineData("OtlpEndpoint", "collector", "base address")]
    [InlineData("OtlpProtocol", "smoke", "http or grpc")]
    [InlineData("TraceRatio", "1.5", "from 0 to 1")]
    [InlineData("DiskFreeMiBMin", "-1", "whole number")]
    [InlineData("ConsoleLevel", "loud", "debug, information, warning or error")]
    public void Read_unusable_namesSettingAndRemedy(string name, string value, string remedy)
    {
        var refused = Assert.Throws<StartupException>(() => Read((name, value)));

        Assert.StartsWith($"Telemetry:{name}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    private static TelemetryOptions Read(params (string Name, string Value)[] settings) => TelemetryOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(static s => $"Telemetry:{s.Name}", static s => (string?)s.Value)).Build());
}
