using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OrleansTrader.Silo.Hosting;

namespace OrleansTrader.Silo.Tests.Logging;

public sealed class LogsTests
{
    [Theory]
    [InlineData(null, LogLevel.Warning)]
    [InlineData("Debug", LogLevel.Debug)]
    [InlineData("information", LogLevel.Information)]
    [InlineData("error", LogLevel.Error)]
    public void ToConsole_level_isTheSettings(string? given, LogLevel least)
    {
        using var loggers = Logs.ToConsole(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Telemetry:ConsoleLevel", given)]).Build());
        var logger = loggers.CreateLogger("Venues");

        Assert.Equal(
            Enum.GetValues<LogLevel>().Where(level => level >= least && level != LogLevel.None),
            Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None && logger.IsEnabled(level)));
    }

    [Fact]
    public void ToConsole_keysOfCookies_areNoNewsUnlessAsked()
    {
        Assert.False(IsHeard("warning"));
        Assert.True(IsHeard("debug"));

        static bool IsHeard(string level)
        {
            using var loggers = Logs.ToConsole(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Telemetry:ConsoleLevel", (string?)level)]).Build());
            return loggers.CreateLogger("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager").IsEnabled(LogLevel.Warning);
        }
    }
}
