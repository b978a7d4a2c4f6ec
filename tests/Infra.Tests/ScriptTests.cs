using System.Text.Json;

namespace OrleansTrader.Infra.Tests;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. Repository.Infra(".sh"), "test.sh"];

    public static TheoryData<string> Documents => [.. Repository.Infra(".json")];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_isSoundBash(string script)
    {
        var text = Repository.Text(script);
        Assert.StartsWith("#!/usr/bin/env bash\n", text, StringComparison.Ordinal);
        Assert.Contains("pipefail", text, StringComparison.Ordinal);
        Assert.True(File.GetUnixFileMode(Repository.PathOf(script)).HasFlag(UnixFileMode.UserExecute), "may be executed");
        var (exitCode, output) = await Installed.Run("bash", Repository.Root, "-n", script);
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_shellcheckFindsNothing(string script)
    {
        Installed.Need("shellcheck");
        var (exitCode, output) = await Installed.Run("shellcheck", Repository.Root, "--severity=warning", script);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Json_isValid() => Assert.All(Documents, static document => JsonDocument.Parse(Repository.Text(document.Data)).Dispose());

    [Fact]
    public void Yaml_isValid() => Assert.All(Repository.Infra(".yaml").Concat(Repository.Infra(".yml")), static file => Assert.NotEmpty(Yaml.Read(file)));
}
