using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>What infra/kubernetes would apply.</summary>
internal static class Manifests
{
    private const string Folder = "infra/kubernetes";
    private static readonly ConcurrentDictionary<string, ImmutableArray<Manifest>> Known = new();

    /// <summary>The base, which can be read anywhere, and the overlays, which kustomize has to build.</summary>
    public static TheoryData<string> Configurations =>
    [
        "base",
        .. Directory.EnumerateDirectories(Repository.PathOf($"{Folder}/overlays"))
            .Select(path => $"overlays/{Path.GetFileName(path)}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The objects of a configuration; the test is skipped where nothing can build it.</summary>
    public static ImmutableArray<Manifest> Of(string configuration) =>
        Known.GetOrAdd(configuration, key => key == "base" ? Base() : Built(key));

    private static ImmutableArray<Manifest> Base()
    {
        var kustomization = Yaml.Documents(Repository.Read($"{Folder}/base/kustomization.yaml")).Single();
        return
        [
            .. kustomization["resources"]!.AsArray().SelectMany(file =>
                Yaml.Documents(Repository.Read($"{Folder}/base/{file}"))
                    .Select(document => new Manifest($"base/{file}", document))),
        ];
    }

    private static ImmutableArray<Manifest> Built(string overlay)
    {
        var path = $"{Folder}/{overlay}";
        var run = ToolRun.Of("kubectl", Repository.Root, "", "kustomize", path)
            ?? ToolRun.Of("kustomize", Repository.Root, "", "build", path);
        Assert.SkipWhen(run is null, "Neither kubectl nor kustomize is on this machine.");
        Assert.True(run.ExitCode == 0, run.Errors);
        return [.. Yaml.Documents(run.Output).Select(document => new Manifest(overlay, document))];
    }

    /// <summary>The pods that the objects make.</summary>
    public static IEnumerable<Workload> Workloads(this ImmutableArray<Manifest> manifests) => manifests
        .Where(manifest => manifest.Kind == "Deployment")
        .Select(manifest => new Workload(manifest, manifests));

    /// <summary>The only object of a kind and name.</summary>
    public static Manifest Single(this ImmutableArray<Manifest> manifests, string kind, string name) =>
        manifests.Single(manifest => manifest.Kind == kind && manifest.Name == name);

    /// <summary>What a script of Node reads.</summary>
    public static string ToJson(this ImmutableArray<Manifest> manifests) => new JsonArray(
        [
            .. manifests.Select(manifest => new JsonObject
            {
                ["source"] = manifest.Source, ["document"] = manifest.Document.DeepClone(),
            }),
        ]).ToJsonString();
}
