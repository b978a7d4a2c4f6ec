namespace OrleansTrader.Infra.Tests;

/// <summary>The check finds what is planted, does not print it, and is content with what is clean.</summary>
public sealed class SecurityCheckTests : IDisposable
{
    private readonly string _tree = Directory.CreateTempSubdirectory("security-").FullName;

    public void Dispose() => Directory.Delete(_tree, recursive: true);

    // Put together here, so that this file holds none of them.
    public static TheoryData<string, string> Secrets => new()
    {
        { "notes.md", "the key is s" + "k-proj-" + new string('a', 40) },
        { "a/b.json", "{ \"key\": \"s" + "k-ant-" + "api03-abcdefghijklmnopqrstu\" }" },
        { "server.key", "-----BEGIN EC PRIVATE" + " KEY-----\nMHcCAQEE\n" },
        { "config.cs", "\"Host=db;Username=trader;Pass" + "word=hunter2hunter2;\"" },
        { "settings.env", "OPENAI_API" + "_KEY=abcdefghijklmnop" },
        { "aws.txt", "AK" + "IAABCDEFGHIJKLMNOP" },
        { "ci.yml", "token: gh" + "p_" + new string('b', 36) },
        { "script.sh", "curl -H 'Bearer ot" + "_demo_a1b2c3d4_" + new string('c', 43) + "'" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task Secrets_planted_foundAndNotPrinted(string file, string text)
    {
        Write("clean.md", "Set OPENAI_API_KEY=... or OPENAI_API_KEY=$KEY; Password=<yours>;");
        Assert.Equal(0, (await Check("secrets")).ExitCode);
        Write(file, text);
        var (exitCode, output) = await Check("secrets");
        Assert.Equal(1, exitCode);
        Assert.Contains($"FOUND    secrets: {file}:1 looks like", output, StringComparison.Ordinal);
        Assert.Contains("remedy:", output, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split(' ')[^1], output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dockerfile", "FROM base:1\nENTRYPOINT [\"x\"]\n", "runs as root")]
    [InlineData("Dockerfile", "FROM base:latest\nUSER 1000\n", "without a version")]
    [InlineData("Dockerfile", "FROM base:1\nUSER 1000\nENV API_KEY=abc\n", "holds a secret")]
    [InlineData("compose.yaml", "services:\n  a:\n    privileged: true\n    read_only: true\n    cap_drop: [ALL]\n    security_opt: [\"no-new-privileges:true\"]\n", "privileged service")]
    [InlineData("compose.yaml", "services:\n  a:\n    image: x:1\n", "writable roots")]
    [InlineData("compose.yaml", "services:\n  a:\n    environment:\n      DB_PASSWORD: hunter2\n", "secret in the open")]
    [InlineData("compose.yaml", "services:\n  a:\n    volumes: [\"/var/run/docker.sock:/x\"]\n", "engine's socket")]
    [InlineData("pod.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n", "may run as root")]
    public async Task Containers_unsafe_found(string file, string text, string finding)
    {
        Write(file, text);
        var (exitCode, output) = await Check("containers");
        Assert.Equal(1, exitCode);
        Assert.Contains(finding, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permissions_openKey_found()
    {
        var key = Write("data/simulated/journal.key", "x");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(0, (await Check("permissions")).ExitCode);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var (exitCode, output) = await Check("permissions");
        Assert.Equal(1, exitCode);
        Assert.Contains("journal.key (604) is read by more than its owner", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permissions_writableByOthers_found()
    {
        var file = Write("data/simulated/trader.db", "x");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Contains("others may write", (await Check("permissions")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_toLookAt_isUnknownNotFine() => Assert.Equal(3, (await Check("permissions")).ExitCode);

    [Theory]
    [InlineData("--only", "everything")]
    [InlineData("--colour", "red")]
    [InlineData("--tree", "/nowhere/at/all")]
    public async Task Usage_wrong_isTwo(params string[] arguments) =>
        Assert.Equal(2, (await Installed.Run("bash", Repository.Root, ["infra/security-check.sh", .. arguments])).ExitCode);

    [Fact]
    public async Task ThisRepository_isClean()
    {
        var (exitCode, output) = await Installed.Run("bash", Repository.Root, "infra/security-check.sh", "--only", "secrets,containers");
        Assert.True(exitCode == 0, output);
    }

    private Task<(int ExitCode, string Output)> Check(string only) =>
        Installed.Run("bash", Repository.Root, "infra/security-check.sh", "--tree", _tree, "--only", only);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_tree, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
