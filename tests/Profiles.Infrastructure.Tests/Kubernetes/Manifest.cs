using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Profiles.Infrastructure.Tests.Kubernetes;

/// <summary>One object of Kubernetes, as it would be applied.</summary>
internal sealed record Manifest(string Source, JsonObject Document)
{
    public string Kind => (string)Document["kind"]!;

    public string Name => (string)Document["metadata"]!["name"]!;

    /// <summary>What messages call it.</summary>
    public string Place => $"{Source}: {Kind} {Name}";

    /// <summary>The value at a path such as <c>spec/template/metadata</c>; null where there is none.</summary>
    public JsonNode? At(string path) => At(Document, path);

    public static JsonNode? At(JsonNode? node, string path)
    {
        foreach (var part in path.Split('/'))
            node = node is JsonArray list ? list.ElementAtOrDefault(int.Parse(part)) : node?[part];
        return node;
    }

    /// <summary>The members of an object at a path, as texts.</summary>
    public ImmutableDictionary<string, string> MapAt(string path) => At(path)?.AsObject()
        .ToImmutableDictionary(pair => pair.Key, pair => pair.Value!.ToString()) ?? [];

    /// <summary>Every object in it, itself included.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Objects(pair.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
