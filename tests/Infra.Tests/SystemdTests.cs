namespace OrleansTrader.Infra.Tests;

public sealed class SystemdTests
{
    private const string Unit = "infra/systemd/orleans-trader.service";

    [Theory]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("ProtectHome=yes")]
    [InlineData("PrivateTmp=yes")]
    [InlineData("CapabilityBoundingSet=")]
    [InlineData("DynamicUser=yes")]
    [InlineData("RestrictNamespaces=yes")]
    [InlineData("SystemCallFilter=@system-service")]
    [InlineData("KillSignal=SIGTERM")]
    [InlineData("RestartPreventExitStatus=2")]
    public void Unit_isHardened(string line) => Assert.Contains(line, Repository.Text(Unit).Split('\n'));

    [Fact]
    public async Task Unit_systemdTakesIt()
    {
        Installed.Need("systemd-analyze");
        var directory = Directory.CreateTempSubdirectory("unit-").FullName;
        try
        {
            // A program that is there: whether it is installed is not the question.
            var file = Path.Combine(directory, "orleans-trader.service");
            await File.WriteAllTextAsync(file, Repository.Text(Unit).Replace("/opt/orleans-trader/Silo", "/bin/true", StringComparison.Ordinal));
            var (exitCode, output) = await Installed.Run("systemd-analyze", directory, "verify", file);
            Assert.True(exitCode == 0 && !output.Contains("orleans-trader.service:", StringComparison.Ordinal), output);
            var (safe, report) = await Installed.Run("systemd-analyze", directory, "security", "--offline=true", "--threshold=20", file);
            Assert.True(safe == 0, report);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
