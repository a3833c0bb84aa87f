using System.Text.Json;

namespace Profiles.Core.Segments;

/// <summary>A segment as it was written: whom it holds is a condition on their profile.</summary>
/// <param name="Key">What it is listed as: 1 to 64 of <c>a-z 0-9 . _ -</c>, the first a letter or digit.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">What it is for; may be empty.</param>
/// <param name="When">The condition.</param>
public sealed record SegmentDefinition(string Key, string Name, string Description, JsonElement When);
