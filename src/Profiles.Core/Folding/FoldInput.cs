using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Hashing;

namespace Profiles.Core.Folding;

/// <summary>An event with what every aggregator would otherwise work out again.</summary>
internal readonly struct FoldInput
{
    public FoldInput(
        ViewingEvent viewingEvent, ContentTraits? traits, ulong idHash, long epoch, bool isLate, FoldPlan plan)
    {
        Event = viewingEvent;
        Traits = traits;
        IdHash = idHash;
        Epoch = epoch;
        IsLate = isLate;
        Plan = plan;
        ContentHash = traits is not null && traits.ContentId == viewingEvent.ContentId
            ? traits.ContentHash
            : viewingEvent.ContentId is null ? 0 : StableHash.Hash64(viewingEvent.ContentId);
        PositionMs = Milliseconds.Of(viewingEvent.PositionSeconds);
        DurationMs = Milliseconds.Of(viewingEvent.DurationSeconds);
        if (PositionMs == Milliseconds.None && viewingEvent.Type == ViewingEventType.Complete) PositionMs = DurationMs;
        IsCompleted = viewingEvent.Type == ViewingEventType.Complete
            || (IsPlayback && PositionMs != Milliseconds.None && DurationMs is not (Milliseconds.None or 0)
                && (ulong)PositionMs * 100 >= (ulong)DurationMs * 95);
    }

    public ViewingEvent Event { get; }

    public ContentTraits? Traits { get; }

    public ulong IdHash { get; }

    public ulong ContentHash { get; }

    /// <summary>The epoch of its time.</summary>
    public long Epoch { get; }

    /// <summary>Older than the open epochs.</summary>
    public bool IsLate { get; }

    public FoldPlan Plan { get; }

    /// <summary>Of a complete without a position: its duration.</summary>
    public uint PositionMs { get; }

    public uint DurationMs { get; }

    /// <summary>The event says that the content was watched to 95 % or its end.</summary>
    public bool IsCompleted { get; }

    public long Time => Event.OccurredAtUnixMs;

    public bool IsPlayback => Event.Type is >= ViewingEventType.Play and <= ViewingEventType.Stop;
}
