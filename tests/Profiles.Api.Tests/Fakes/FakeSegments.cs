using System.Collections.Immutable;
using Profiles.Contracts;
using Profiles.Core.Segments;

namespace Profiles.Api.Tests.Fakes;

/// <summary>Segments in memory.</summary>
internal sealed class FakeSegments : ISegments
{
    public SegmentPlan Current { get; private set; } = SegmentPlan.Empty;

    public ValueTask<SegmentPlan> ReplaceAsync(
        ImmutableArray<Segment> segments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Current = new SegmentPlan(Current.Version + 1, segments));

    public async ValueTask<SegmentPlan?> PutAsync(Segment segment, CancellationToken cancellationToken)
    {
        var others = Without(segment.Definition.Key);
        return others.Length < SegmentLimits.MaxSegments
            ? await ReplaceAsync(others.Add(segment), cancellationToken) : null;
    }

    public async ValueTask<SegmentPlan?> RemoveAsync(string key, CancellationToken cancellationToken) =>
        Without(key) is var others && others.Length < Current.Segments.Length
            ? await ReplaceAsync(others, cancellationToken) : null;

    private ImmutableArray<Segment> Without(string key) =>
        Current.Segments.RemoveAll(segment => segment.Definition.Key == key);
}
