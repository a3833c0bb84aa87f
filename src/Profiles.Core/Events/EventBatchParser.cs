using System.Buffers;
using Profiles.Core.Text;

namespace Profiles.Core.Events;

/// <summary>
/// Reads NDJSON as it arrives, in pieces of any size. Empty lines are ignored; a line that the upload breaks off in is
/// rejected by its index. One owner; not safe to share.
/// </summary>
public sealed class EventBatchParser
{
    private readonly ViewingEventParser _parser;
    private readonly NdjsonLines _lines;
    private readonly long _nowUnixMs;
    private List<ViewingEvent> _events = [];
    private List<EventRejection> _rejections = [];

    /// <summary>Creates a parser of one upload.</summary>
    /// <param name="parser">What reads each line.</param>
    /// <param name="nowUnixMs">The time now, which bounds event times.</param>
    public EventBatchParser(ViewingEventParser parser, long nowUnixMs)
    {
        _parser = parser;
        _nowUnixMs = nowUnixMs;
        _lines = new NdjsonLines(parser.Limits.MaxEventBytes);
    }

    /// <summary>How many events were seen so far, accepted or not.</summary>
    public int Count { get; private set; }

    /// <summary>True once there were more events than a batch may have: what comes is not read any more.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was accepted since the last <see cref="Drain"/>.</summary>
    public IReadOnlyList<ViewingEvent> Events => _events;

    /// <summary>What was rejected since the last <see cref="Drain"/>.</summary>
    public IReadOnlyList<EventRejection> Rejections => _rejections;

    /// <summary>Reads the next piece.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        while (!IsFull && _lines.TryNext(ref piece, out var line, out var isTooLong)) Read(line, isTooLong, false);
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
    public EventBatch Complete()
    {
        if (!IsFull && _lines.TryLast(out var line, out var isTooLong)) Read(line, isTooLong, true);
        return Drain();
    }

    /// <summary>Takes what was read so far, so that an endless upload needs no endless memory. Indexes go on.</summary>
    public EventBatch Drain()
    {
        var batch = new EventBatch(_events, _rejections, Count);
        _events = [];
        _rejections = [];
        return batch;
    }

    private void Read(ReadOnlySpan<byte> line, bool isTooLong, bool isLast)
    {
        if (Count >= _parser.Limits.MaxBatchEvents)
        {
            IsFull = true;
            _rejections.Add(_parser.BatchTooLarge(Count++));
            return;
        }

        var index = Count++;
        if (isTooLong)
            _rejections.Add(_parser.TooLarge(index));
        else if (_parser.TryParse(line, index, _nowUnixMs, out var viewingEvent, out var rejection))
            _events.Add(viewingEvent);
        else if (rejection.Code == RejectionCodes.TruncatedEvent && !isLast)
            _rejections.Add(new EventRejection(index, RejectionCodes.MalformedJson, "The line ends inside the event."));
        else
            _rejections.Add(rejection);
    }
}
