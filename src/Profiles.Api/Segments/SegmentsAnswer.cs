using System.Text.Json;
using Profiles.Api.Http;

namespace Profiles.Api.Segments;

/// <summary>All segments, for the description of the API.</summary>
internal sealed record SegmentsAnswer(long Version, IReadOnlyList<SegmentsAnswer.Segment> Segments)
{
    /// <summary>One segment; problems where this build cannot compile it, so that it holds nobody.</summary>
    internal sealed record Segment(
        string Key, string Name, string Description, JsonElement When, IReadOnlyList<PlacedError>? Problems);
}
