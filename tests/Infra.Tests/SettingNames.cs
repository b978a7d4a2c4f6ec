namespace OrleansTrader.Infra.Tests;

/// <summary>Names in deployment files are names that the service takes.</summary>
internal static class SettingNames
{
    /// <summary>What the runtime reads, not we.</summary>
    private static readonly string[] OfTheRuntime = ["DOTNET_", "ASPNETCORE_", "NUGET_", "TMPDIR", "HOME"];

    public static void Check(IEnumerable<string> variables, IEnumerable<string> arguments)
    {
        foreach (var variable in variables.Where(static variable => !OfTheRuntime.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal))))
        {
            var bare = variable.EndsWith(Setting.FileSuffix, StringComparison.Ordinal) ? variable[..^Setting.FileSuffix.Length] : variable;
            var setting = FriendlyNames.Find(bare) ?? KnownSettings.Find(bare.Replace("__", ":", StringComparison.Ordinal));
            Assert.True(setting is not null, $"the service takes no {variable}; the nearest is {KnownSettings.Nearest(bare).Variable}");
            Assert.True(bare == variable || setting.IsSecret, $"{bare} is no secret: it takes no file");
        }

        Assert.All(arguments.Where(static argument => argument.StartsWith("--role", StringComparison.Ordinal)), static flag =>
            Assert.Contains(KnownSettings.All, setting => string.Equals(setting.Flag, flag, StringComparison.Ordinal)));
    }
}
