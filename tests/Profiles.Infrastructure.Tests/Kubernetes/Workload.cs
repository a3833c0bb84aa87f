using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>A deployment, and what else says something of its pods.</summary>
internal sealed record Workload(Manifest Manifest, ImmutableArray<Manifest> All)
{
    public JsonNode Pod => Manifest.At("spec/template/spec")!;

    /// <summary>Every workload has one container.</summary>
    public JsonObject Container => Pod["containers"]!.AsArray().Single()!.AsObject();

    public ImmutableDictionary<string, string> Labels => Manifest.MapAt("spec/template/metadata/labels");

    public ImmutableDictionary<string, int> Ports => Container["ports"]!.AsArray()
        .ToImmutableDictionary(port => (string)port!["name"]!, port => (int)port!["containerPort"]!);

    /// <summary>The objects that scale it.</summary>
    public ImmutableArray<Manifest> Scalers =>
    [
        .. All.Where(manifest => manifest.Kind is "HorizontalPodAutoscaler" or "ScaledObject"
            && (string?)manifest.At("spec/scaleTargetRef/name") == Manifest.Name),
    ];

    /// <summary>The fewest replicas that there are when nothing is wrong.</summary>
    public int LeastReplicas => (int)(Scalers.Select(scaler =>
        scaler.At("spec/minReplicas") ?? scaler.At("spec/minReplicaCount")).FirstOrDefault()
        ?? Manifest.At("spec/replicas") ?? 1);

    /// <summary>
    /// What the environment of the container says, those values that are plain text; null where they come from
    /// elsewhere.
    /// </summary>
    public ImmutableDictionary<string, string?> Settings
    {
        get
        {
            var settings = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
            foreach (var source in Container["envFrom"]?.AsArray() ?? [])
            {
                var map = All.Single("ConfigMap", (string)Manifest.At(source, "configMapRef/name")!);
                foreach (var (name, value) in map.MapAt("data")) settings[name] = value;
            }

            foreach (var variable in Container["env"]!.AsArray())
                settings[(string)variable!["name"]!] = (string?)variable["value"];
            return settings.ToImmutable();
        }
    }

    /// <summary>Whether a selector takes its pods.</summary>
    public bool IsSelectedBy(ImmutableDictionary<string, string> selector) =>
        selector.All(pair => Labels.GetValueOrDefault(pair.Key) == pair.Value);
}
