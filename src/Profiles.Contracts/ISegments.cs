using System.Collections.Immutable;
using Profiles.Core.Segments;

namespace Profiles.Contracts;

/// <summary>The segments. Every host holds the plan in memory; a change is durable before it is seen.</summary>
public interface ISegments
{
    /// <summary>The plan as it is now; read it once for one answer.</summary>
    SegmentPlan Current { get; }

    /// <summary>Replaces all segments.</summary>
    /// <returns>The plan with them.</returns>
    ValueTask<SegmentPlan> ReplaceAsync(ImmutableArray<Segment> segments, CancellationToken cancellationToken);

    /// <summary>Adds a segment, or replaces the one with its key.</summary>
    /// <returns>The plan with it; null where there are as many as there may be.</returns>
    ValueTask<SegmentPlan?> PutAsync(Segment segment, CancellationToken cancellationToken);

    /// <summary>Removes a segment.</summary>
    /// <returns>The plan without it; null where there was none.</returns>
    ValueTask<SegmentPlan?> RemoveAsync(string key, CancellationToken cancellationToken);
}
