namespace OrleansTrader.Infra.Tests;

/// <summary>What the API server or the policy "restricted" would refuse, checked without one.</summary>
public sealed class KubernetesTests
{
    private const string Directory = "infra/kubernetes/";

    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["Namespace"] = "v1", ["ConfigMap"] = "v1", ["Service"] = "v1", ["StatefulSet"] = "apps/v1", ["Deployment"] = "apps/v1",
        ["PodDisruptionBudget"] = "policy/v1", ["NetworkPolicy"] = "networking.k8s.io/v1",
    };

    private static IReadOnlyList<Yaml> Objects { get; } =
        [.. Kustomization["resources"].Texts.SelectMany(static file => Yaml.Read(Directory + file))];

    private static Yaml Kustomization => Assert.Single(Yaml.Read(Directory + "kustomization.yaml"));

    private static IEnumerable<Yaml> Workloads => Objects.Where(static thing => thing["kind"].Text is "StatefulSet" or "Deployment");

    public static TheoryData<string> WorkloadNames => [.. Workloads.Select(static workload => workload.At("metadata/name").Text!)];

    [Fact]
    public void Kustomization_namesEveryFile() => Assert.Equal(
        Repository.Infra(".yaml").Where(static path => path.StartsWith(Directory, StringComparison.Ordinal)).Select(Path.GetFileName).Where(static name => name != "kustomization.yaml"),
        Kustomization["resources"].Texts.Order(StringComparer.Ordinal));

    [Fact]
    public void Objects_haveKindVersionAndName() => Assert.All(Objects, static thing =>
    {
        Assert.Equal(Versions.GetValueOrDefault(thing["kind"].Text ?? string.Empty), thing["apiVersion"].Text);
        Assert.Matches("^[a-z]([a-z0-9-]*[a-z0-9])?$", thing.At("metadata/name").Text);
    });

    [Fact]
    public void Namespace_enforcesRestrictedPods() => Assert.Equal(
        "restricted", Objects.Single(static thing => thing["kind"].Text == "Namespace").At("metadata/labels")["pod-security.kubernetes.io/enforce"].Text);

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Workload_keepsToRestricted(string name)
    {
        var pod = Pod(name);
        Assert.Equal("true", pod.At("securityContext/runAsNonRoot").Text);
        Assert.NotEqual("0", pod.At("securityContext/runAsUser").Text ?? "0");
        Assert.Equal("RuntimeDefault", pod.At("securityContext/seccompProfile/type").Text);
        Assert.Equal(("false", "false"), (pod["automountServiceAccountToken"].Text, pod["enableServiceLinks"].Text));
        Assert.False(pod["hostNetwork"].Exists || pod["hostPID"].Exists || pod["hostIPC"].Exists);
        Assert.DoesNotContain(pod["volumes"].Items, static volume => volume["hostPath"].Exists);
        Assert.All(pod["containers"].Items, static container =>
        {
            var context = container["securityContext"];
            Assert.Equal("false", context["allowPrivilegeEscalation"].Text);
            Assert.Equal("true", context["readOnlyRootFilesystem"].Text);
            Assert.Equal(["ALL"], context.At("capabilities/drop").Texts);
            Assert.False(context["privileged"].Exists || context.At("capabilities/add").Exists);
        });
    }

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Workload_isProbedBoundAndDrained(string name)
    {
        var pod = Pod(name);
        Assert.True(int.Parse(pod["terminationGracePeriodSeconds"].Text!, System.Globalization.CultureInfo.InvariantCulture) > 30, "longer than the service takes to stop at most");
        Assert.All(pod["containers"].Items, static container =>
        {
            foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            {
                Assert.StartsWith("/health/", container[probe].At("httpGet/path").Text, StringComparison.Ordinal);
                Assert.Contains(container["ports"].Items, port => port["name"].Text == container[probe].At("httpGet/port").Text);
            }

            Assert.Equal("/health/live", container.At("livenessProbe/httpGet/path").Text);
            Assert.Equal("/health/ready", container.At("readinessProbe/httpGet/path").Text);
            Assert.All(["requests", "limits"], bound => Assert.All(["cpu", "memory"], of => Assert.True(container["resources"][bound][of].Exists)));
        });
    }

    [Theory]
    [MemberData(nameof(WorkloadNames))]
    public void Workload_referencesAreThere(string name)
    {
        var workload = Workloads.Single(thing => thing.At("metadata/name").Text == name);
        var pod = Pod(name);
        var volumes = pod["volumes"].Items.Select(static volume => volume["name"].Text)
            .Concat(workload.At("spec/volumeClaimTemplates").Items.Select(static claim => claim.At("metadata/name").Text)).ToList();
        Assert.All(pod["containers"].Items.SelectMany(static container => container["volumeMounts"].Items), mount => Assert.Contains(mount["name"].Text, volumes));
        Assert.All(pod["containers"].Items.SelectMany(static container => container["envFrom"].Items), static source =>
            Assert.Contains(Objects, thing => thing["kind"].Text == "ConfigMap" && thing.At("metadata/name").Text == source.At("configMapRef/name").Text));
        Assert.Equal(Pairs(workload.At("spec/selector/matchLabels")), Pairs(workload.At("spec/template/metadata/labels")));
        Assert.All(pod["containers"].Items, static container => SettingNames.Check(
            container["env"].Items.Select(static variable => variable["name"].Text!), container["args"].Texts));
        Assert.Contains(Kustomization["images"].Items, image => pod["containers"].Items.All(container => container["image"].Text!.StartsWith(image["name"].Text!, StringComparison.Ordinal)));
    }

    [Fact]
    public void Settings_areKnown() => Assert.All(
        Objects.Where(static thing => thing["kind"].Text == "ConfigMap"), static map => SettingNames.Check(map["data"].Names, []));

    [Theory]
    [InlineData("PodDisruptionBudget")]
    [InlineData("Service")]
    public void EveryWorkload_hasOne(string kind) => Assert.All(Workloads, workload => Assert.Contains(
        Objects.Where(thing => thing["kind"].Text == kind),
        thing => Pairs(workload.At("spec/selector/matchLabels")).SequenceEqual(Pairs(kind == "Service" ? thing.At("spec/selector") : thing.At("spec/selector/matchLabels")))));

    [Fact]
    public void Network_deniesWhatIsNotAllowed()
    {
        var policies = Objects.Where(static thing => thing["kind"].Text == "NetworkPolicy").ToList();
        var nothing = policies.Single(static policy => !policy.At("spec/podSelector").Names.Any());
        Assert.Equal(["Ingress", "Egress"], nothing.At("spec/policyTypes").Texts);
        Assert.False(nothing.At("spec/ingress").Exists || nothing.At("spec/egress").Exists);

        // A pod that could ask the cloud's metadata service could become the machine.
        var open = policies.SelectMany(static policy => policy.At("spec/egress").Items).SelectMany(static rule => rule["to"].Items).Select(static to => to["ipBlock"]).Where(static block => block.Exists);
        Assert.All(open, static block => Assert.Contains("169.254.0.0/16", block["except"].Texts));
    }

    /// <summary>What one end may call, the other has to let in: all pods here are closed.</summary>
    [Fact]
    public void Network_whatMayGoOutHere_isLetIn()
    {
        var policies = Objects.Where(static thing => thing["kind"].Text == "NetworkPolicy").ToList();
        var ways = policies.SelectMany(static policy => policy.At("spec/egress").Items
            .SelectMany(static rule => rule["to"].Items.Select(static to => to["podSelector"]).Where(static pods => pods.Exists).SelectMany(to => rule["ports"].Items.Select(port => (To: to, Port: port["port"].Text))))
            .Select(way => (From: policy.At("spec/podSelector"), way.To, way.Port))).ToList();

        Assert.Contains(ways, static way => way.Port == "5432");
        Assert.All(ways, way => Assert.Contains(policies, policy => Pairs(policy.At("spec/podSelector/matchLabels")).SequenceEqual(Pairs(way.To["matchLabels"]))
            && policy.At("spec/ingress").Items.Any(rule => rule["ports"].Items.Any(port => port["port"].Text == way.Port)
                && rule["from"].Items.Any(from => Pairs(from.At("podSelector/matchLabels")).SequenceEqual(Pairs(way.From["matchLabels"]))))));
    }

    [Fact]
    public async Task Kubectl_buildsIt()
    {
        Installed.Need("kubectl");
        var (exitCode, output) = await Installed.Run("kubectl", Repository.Root, "kustomize", Directory);
        Assert.True(exitCode == 0, output);
        Assert.Equal(Objects.Count, output.Split('\n').Count(static line => line.StartsWith("kind: ", StringComparison.Ordinal)));
    }

    private static Yaml Pod(string workload) => Workloads.Single(thing => thing.At("metadata/name").Text == workload).At("spec/template/spec");

    private static IEnumerable<(string, string?)> Pairs(Yaml map) => map.Names.Order(StringComparer.Ordinal).Select(name => (name, map[name].Text));
}
