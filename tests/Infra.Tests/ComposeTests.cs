namespace OrleansTrader.Infra.Tests;

/// <summary>What an engine would refuse, and what nobody should run.</summary>
public sealed class ComposeTests
{
    public static TheoryData<string> Files => [.. Repository.Infra(".yaml").Where(static path => Path.GetFileName(path).StartsWith("compose", StringComparison.Ordinal))];

    public static TheoryData<string, string> Services => [.. Files.SelectMany(file => File(file)["services"].Names.Select(service => (file.Data, service)))];

    [Fact]
    public void Files_areTheThree() => Assert.Equal(["infra/compose.dev.yaml", "infra/compose.simple.yaml", "infra/compose.yaml"], Files.Select(static file => file.Data));

    [Fact]
    public void Whole_hasEveryPart() => Assert.Equal(
        ["alertmanager", "backup", "dashboard", "grafana", "nginx", "postgres", "prometheus", "silo-1", "silo-2"], File("infra/compose.yaml")["services"].Names.Order(StringComparer.Ordinal));

    [Fact]
    public void Dev_isVerbose() => Assert.Equal("debug", File("infra/compose.dev.yaml")["services"]["trader"]["environment"]["Telemetry__ConsoleLevel"].Text);

    /// <summary>A volume of the engine's belongs to root, and the shell does not let UID be set.</summary>
    [Fact]
    public void Dev_writesWhereItsUserMay_asAUserThatAShellCanName()
    {
        var service = File("infra/compose.dev.yaml")["services"]["trader"];
        Assert.Equal(["..:/source"], service["volumes"].Texts);
        Assert.StartsWith("/source/artifacts/", service["environment"]["NUGET_PACKAGES"].Text, StringComparison.Ordinal);
        Assert.StartsWith("/source/artifacts/", service["command"].Texts.SkipWhile(static part => part != "--data-dir").ElementAt(1), StringComparison.Ordinal);
        Assert.Equal("${DEV_UID:-1000}:${DEV_GID:-1000}", service["user"].Text);
        Assert.Contains("DEV_UID=$(id -u) DEV_GID=$(id -g) docker compose", Repository.Text("infra/compose.dev.yaml"), StringComparison.Ordinal);
    }

    /// <summary>Both stand on two networks: nginx must reach the dashboard by the one on which its address is the known proxy's.</summary>
    [Fact]
    public void Proxy_reachesTheDashboardByTheNetwork_onWhichItIsKnown()
    {
        var whole = File("infra/compose.yaml");
        var (nginx, dashboard) = (whole["services"]["nginx"], whole["services"]["dashboard"]);
        var known = dashboard["environment"]["Listen__KnownProxies"].Text;
        var network = Assert.Single(nginx["networks"].Names, name => nginx["networks"][name]["ipv4_address"].Text == known);
        var upstream = Repository.Text("infra/nginx/upstream.container.inc");
        var server = Assert.Single(upstream.Split('\n'), static line => line.TrimStart().StartsWith("server ", StringComparison.Ordinal)).Trim()["server ".Length..].Split(':')[0];

        Assert.Contains(server, dashboard["networks"][network]["aliases"].Texts);
        Assert.DoesNotContain(server, whole["services"].Names);
        Assert.DoesNotContain(dashboard["networks"].Names.Where(name => name != network), name => dashboard["networks"][name]["aliases"].Texts.Contains(server));
    }

    /// <summary>Both silos archive in their turn, and a backup must find what either archived.</summary>
    [Fact]
    public void Archives_ofEitherSilo_lieWhereTheBackupReadsThem()
    {
        var services = File("infra/compose.yaml")["services"];
        var place = services["silo-1"]["environment"]["Storage__Retention__ArchiveDirectory"].Text;

        Assert.StartsWith("/archive/", place, StringComparison.Ordinal);
        Assert.Equal(place, services["backup"]["environment"]["ARCHIVE"].Text);
        Assert.All(["silo-1", "silo-2"], silo => Assert.Contains("archive:/archive", services[silo]["volumes"].Texts));
        Assert.Contains("archive:/archive:ro", services["backup"]["volumes"].Texts);
        Assert.Equal(services["postgres"]["image"].Text, services["backup"]["image"].Text);
        Assert.Equal(["backup"], services["backup"]["profiles"].Texts);
    }

    [Fact]
    public void Alerts_goWhereTheSecretSays()
    {
        var service = File("infra/compose.yaml")["services"]["alertmanager"];
        var webhook = Assert.Single(Assert.Single(Yaml.Read("infra/prometheus/alertmanager.yml"))["receivers"].Items)["webhook_configs"].Items.Single();
        Assert.False(webhook["url"].Exists, "an address here is that of the container, or everybody's");
        Assert.Contains(webhook["url_file"].Text!["/run/secrets/".Length..], service["secrets"].Texts);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_isHardened(string file, string name)
    {
        var service = File(file)["services"][name];
        Assert.False(service["privileged"].Exists, "no service is privileged");
        Assert.Equal("true", service["read_only"].Text);
        Assert.Equal(["ALL"], service["cap_drop"].Texts);
        Assert.False(service["cap_add"].Exists, "no capability comes back");
        Assert.Contains("no-new-privileges:true", service["security_opt"].Texts);
        Assert.False(service["pid"].Exists || service["ipc"].Exists, "no namespace of the host");
        Assert.NotEmpty(service["tmpfs"].Texts);
        var user = service["user"].Text ?? string.Empty;
        Assert.False(user.Length == 0 || user == "root" || user.StartsWith("0:", StringComparison.Ordinal) || user == "0", $"a user other than root, not '{user}'");
        Assert.DoesNotContain(service["volumes"].Texts, static volume => volume.Contains("docker.sock", StringComparison.Ordinal) || volume.StartsWith("/:", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_isBoundAndWatched(string file, string name)
    {
        var service = File(file)["services"][name];
        Assert.Matches("^[0-9]+[mg]$", service["mem_limit"].Text);
        Assert.Matches("^[0-9.]+$", service["cpus"].Text);
        Assert.Matches("^[0-9]+$", service["pids_limit"].Text);
        Assert.Equal("CMD", service["healthcheck"]["test"].Texts.First());
        Assert.All(["interval", "timeout", "start_period"], field => Assert.Matches("^[0-9]+s$", service["healthcheck"][field].Text));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_imageIsPinned(string file, string name)
    {
        var image = File(file)["services"][name]["image"].Text ?? string.Empty;
        var isOwn = image.StartsWith("orleans-trader:", StringComparison.Ordinal);
        Assert.True(isOwn || (image.Contains(':', StringComparison.Ordinal) && image.Split(':')[1].Any(char.IsAsciiDigit) && !image.EndsWith(":latest", StringComparison.Ordinal)), $"'{image}' names no version");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_publishesOnLoopbackOnly_exceptTheProxy(string file, string name)
    {
        var ports = File(file)["services"][name]["ports"].Texts;
        if (name != "nginx")
            Assert.All(ports, static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_referencesAreThere(string file, string name)
    {
        var whole = File(file);
        var service = whole["services"][name];
        var networks = service["networks"];
        Assert.All(networks.Names.Concat(networks.Texts), network => Assert.Contains(network, whole["networks"].Names));
        Assert.All(service["secrets"].Texts, secret => Assert.Contains(secret, whole["secrets"].Names));
        Assert.All(service["depends_on"].Names, other => Assert.Contains(other, whole["services"].Names));
        foreach (var volume in service["volumes"].Texts.Select(static volume => volume.Split(':')[0]))
        {
            if (volume.StartsWith('.'))
                Assert.True(Path.Exists(Path.Combine(Repository.PathOf("infra"), volume)), $"{name} mounts {volume}, which is not there");
            else
                Assert.Contains(volume, whole["volumes"].Names);
        }

        if (service["build"].Exists)
        {
            Assert.True(System.IO.File.Exists(Repository.PathOf(service["build"]["dockerfile"].Text!)));
            var arguments = Repository.Text(service["build"]["dockerfile"].Text!);
            Assert.All(service["build"]["args"].Names, argument => Assert.Contains($"ARG {argument}", arguments, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_settingsAreKnown(string file, string name)
    {
        var service = File(file)["services"][name];
        if (service["image"].Text?.Contains("orleans-trader", StringComparison.Ordinal) == true)
            SettingNames.Check(service["environment"].Names, service["command"].Texts);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_secretsComeByFile(string file, string name)
    {
        var environment = File(file)["services"][name]["environment"];
        Assert.DoesNotContain(environment.Names, variable => IsSecret(variable) && !string.IsNullOrEmpty(environment[variable].Text));
    }

    private static bool IsSecret(string variable) =>
        (variable.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || variable.Contains("TOKEN", StringComparison.OrdinalIgnoreCase)
            || variable.Contains("API_KEY", StringComparison.Ordinal) || variable.Contains("ConnectionString", StringComparison.Ordinal))
        && !variable.EndsWith("FILE", StringComparison.OrdinalIgnoreCase);

    private static Yaml File(string path) => Assert.Single(Yaml.Read(path));
}
