using System.Text.Json;

namespace Profiles.Api.Features;

/// <summary>
/// The features of one viewer, for the description of the API; values are in the order of the names, and it is
/// <c>deviceId</c> of a device.
/// </summary>
internal sealed record FeatureAnswer(
    string View, string UserId, string? ContentId, DateTimeOffset At, bool Known, long Version,
    IReadOnlyList<string> Names, IReadOnlyList<JsonElement> Values);
