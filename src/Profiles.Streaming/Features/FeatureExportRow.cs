using System.Collections.Immutable;
using Profiles.Core.Features;

namespace Profiles.Streaming.Features;

/// <summary>The features of one event, as of just before it.</summary>
/// <param name="IsKnown">Whether anything was known of the viewer.</param>
/// <param name="IsFromLog">
/// The event is in the log, and its place there is the moment; otherwise its time is.
/// </param>
/// <param name="Values">The values, in the order of the view.</param>
public sealed record FeatureExportRow(bool IsKnown, bool IsFromLog, ImmutableArray<FeatureValue> Values);
