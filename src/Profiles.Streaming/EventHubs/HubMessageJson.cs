using System.Text.Json.Serialization;

namespace Profiles.Streaming.EventHubs;

/// <summary>How a dead letter keeps a message.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HubMessage))]
internal sealed partial class HubMessageJson : JsonSerializerContext;
