using System.Text.Json;

namespace Profiles.Api.Protocols;

/// <summary>What GrowthBook's SDKs evaluate, for the description of the API.</summary>
internal sealed record GrowthBookFeatures(
    int Status, IReadOnlyDictionary<string, JsonElement> Features, string? EncryptedFeatures,
    DateTimeOffset DateUpdated);
