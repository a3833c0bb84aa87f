using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>What no schema says: the parts of a configuration agree with each other and the program.</summary>
public sealed partial class WorkloadTests
{
    // What a silo reserves for its end beside the drain: SiloHost.StopReserve.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Configurations => Manifests.Configurations;

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Probes_WhenAsked_HitRoutesOfTheApi(string configuration)
    {
        var routes = Repository.SourcesIn("src/Profiles.Api")
            .SelectMany(source => Route().Matches(source).Select(match => match.Groups[1].Value)).ToHashSet();

        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            foreach (var (probe, path) in new[]
            {
                ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"),
                ("readinessProbe", "/health/ready"),
            })
            {
                var request = workload.Container[probe]!["httpGet"]!;
                Assert.Equal(path, (string?)request["path"]);
                Assert.Contains(path, routes);
                Assert.Equal("http", (string?)request["port"]);
            }

            Assert.Contains((string)workload.Manifest.At("spec/template/metadata/annotations")!["prometheus.io/path"]!,
                routes);
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Ports_WhenNamedTwice_Agree(string configuration)
    {
        var manifests = Manifests.Of(configuration);
        foreach (var workload in manifests.Workloads())
        {
            var settings = workload.Settings;
            var ports = workload.Ports;
            Assert.Equal(new Uri(settings["ASPNETCORE_URLS"]!).Port, ports["http"]);
            Assert.Equal(
                ports["http"],
                (int)JsonNode.Parse((string)workload.Manifest.At(
                    "spec/template/metadata/annotations")!["prometheus.io/port"]!)!);
            if (settings["Profiles__Silo__Role"] != "Api")
            {
                Assert.Equal(settings["Profiles__Silo__SiloPort"], ports["silo"].ToString());
                Assert.Equal(settings["Profiles__Silo__GatewayPort"], ports["gateway"].ToString());
            }

            var open = Manifest.Objects(manifests.Single("NetworkPolicy", "profiles").At("spec/ingress"))
                .Select(rule => (int?)rule["port"]).ToHashSet();
            Assert.All(ports.Values, port => Assert.Contains(port, open));
        }

        foreach (var service in manifests.Where(manifest => manifest.Kind == "Service"))
        {
            var selected = manifests.Workloads()
                .Where(workload => workload.IsSelectedBy(service.MapAt("spec/selector"))).ToList();
            Assert.NotEmpty(selected);
            Assert.All(service.At("spec/ports")!.AsArray(), port =>
                Assert.All(selected, workload =>
                    Assert.Contains((string)port!["targetPort"]!, workload.Ports.Keys)));
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Services_WhenTheApiRunsApart_LeadToItAlone(string configuration)
    {
        var manifests = Manifests.Of(configuration);
        var selector = manifests.Single("Service", "profiles").MapAt("spec/selector");

        var serving = manifests.Workloads().Single(workload => workload.IsSelectedBy(selector));

        Assert.Contains(serving.Settings["Profiles__Silo__Role"], new[] { "All", "Api" });
        Assert.All(
            manifests.Workloads().Except([serving]),
            other => Assert.Equal("Silo", other.Settings["Profiles__Silo__Role"]));
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Budgets_WhenNodesAreDrained_LeaveSomeRunning(string configuration)
    {
        var manifests = Manifests.Of(configuration);
        foreach (var workload in manifests.Workloads())
        {
            var budget = manifests.Single(manifest => manifest.Kind == "PodDisruptionBudget"
                && workload.IsSelectedBy(manifest.MapAt("spec/selector/matchLabels")));
            var disruptions = (int)budget.At("spec/maxUnavailable")!;

            Assert.InRange(disruptions, 1, workload.LeastReplicas - 1);
            Assert.Equal(0, (int)workload.Manifest.At("spec/strategy/rollingUpdate/maxUnavailable")!);
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Grace_WhenAPodEnds_OutlastsItsDrain(string configuration)
    {
        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            var drain = TimeSpan.Parse(workload.Settings["Profiles__DrainTimeout"]!);
            var pause = TimeSpan.FromSeconds((int)Manifest.At(workload.Container, "lifecycle/preStop/sleep/seconds")!);
            var grace = TimeSpan.FromSeconds((int)workload.Pod["terminationGracePeriodSeconds"]!);

            Assert.True(grace >= pause + drain + Margin, $"{workload.Manifest.Place}: {grace}");
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Scalers_WhenThereAreAny_AreOneAWorkloadAndSayHowMany(string configuration)
    {
        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            Assert.True(workload.Scalers.Length <= 1, $"{workload.Manifest.Place} is scaled twice.");

            // Else every `apply` would set what the scaler has changed.
            Assert.Equal(workload.Scalers.Length == 0, workload.Manifest.At("spec/replicas") is not null);
            Assert.True(workload.LeastReplicas >= 2, workload.Manifest.Place);
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Partitions_WhenSilosAreMost_GiveEachSome(string configuration)
    {
        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            if (workload.Settings["Profiles__Silo__Role"] == "Api") continue;
            var most = (int)(workload.Scalers.Select(scaler =>
                scaler.At("spec/maxReplicas") ?? scaler.At("spec/maxReplicaCount")).FirstOrDefault()
                ?? workload.Manifest.At("spec/replicas")!);

            Assert.True(int.Parse(workload.Settings["Profiles__Cluster__Partitions"]!) >= 4 * most);
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Pods_WhenTheyRun_HaveNoRightsTheyDoNotNeed(string configuration)
    {
        foreach (var workload in Manifests.Of(configuration).Workloads())
        {
            var container = workload.Container["securityContext"]!;
            Assert.True((bool)workload.Pod["securityContext"]!["runAsNonRoot"]!);
            Assert.NotEqual(0, (int)workload.Pod["securityContext"]!["runAsUser"]!);
            Assert.Equal("RuntimeDefault", (string?)Manifest.At(workload.Pod, "securityContext/seccompProfile/type"));
            Assert.True((bool)container["readOnlyRootFilesystem"]!);
            Assert.False((bool)container["allowPrivilegeEscalation"]!);
            Assert.Equal("ALL", (string?)Manifest.At(container, "capabilities/drop/0"));
            Assert.False((bool)workload.Pod["automountServiceAccountToken"]!);

            // The data folder can be written, and what is read-only says so.
            var data = workload.Container["volumeMounts"]!.AsArray()
                .Single(mount => (string?)mount!["mountPath"] == workload.Settings["Profiles__DataPath"]);
            var volume = workload.Pod["volumes"]!.AsArray()
                .Single(volume => (string?)volume!["name"] == (string?)data!["name"]);
            Assert.NotNull(volume!["emptyDir"]);
            Assert.NotNull(Manifest.At(workload.Container, "resources/requests/cpu"));
            Assert.Equal(
                (string?)Manifest.At(workload.Container, "resources/requests/memory"),
                (string?)Manifest.At(workload.Container, "resources/limits/memory"));
        }
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Images_WhenDeployed_NameTheirVersion(string configuration)
    {
        // The base leaves that to whoever deploys it.
        if (configuration == "base") return;
        foreach (var workload in Manifests.Of(configuration).Workloads())
            Assert.Matches(@":(?!latest$)[\w.-]+$", (string)workload.Container["image"]!);
    }

    [GeneratedRegex(@"\.Map(?:Get|OpenApi)\(""([^""]+)""")]
    private static partial Regex Route();
}
