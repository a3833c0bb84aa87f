using System.Text.Json;

namespace Profiles.Api.Protocols;

/// <summary>An evaluated flag, for the description of the API.</summary>
internal sealed record OfrepFlag(
    string Key, string Reason, string? Variant, JsonElement? Value, IReadOnlyDictionary<string, JsonElement>? Metadata);
