using System.Text.Json;

namespace Profiles.Api.Features;

/// <summary>The features of several, for the description of the API; values are in the order of the names.</summary>
internal sealed record FeaturesAnswer(
    string View, DateTimeOffset At, IReadOnlyList<string> Names, IReadOnlyList<FeaturesAnswer.FeatureRow> Rows)
{
    /// <summary>One row.</summary>
    internal sealed record FeatureRow(
        string UserId, string? ContentId, bool Known, long Version, IReadOnlyList<JsonElement> Values);
}
