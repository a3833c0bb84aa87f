using System.Text.Json;

namespace Profiles.Api.Protocols;

/// <summary>What flags are evaluated with, for the description of the API.</summary>
internal sealed record OfrepQuestion(JsonElement Context);
