using System.Globalization;
using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>A place in a stream made of two numbers.</summary>
public class EventSequenceTokenV2 : StreamSequenceToken
{
    /// <summary>The first event of a batch.</summary>
    public EventSequenceTokenV2(long seqNumber)
        : this(seqNumber, 0)
    {
    }

    /// <summary>An event of a batch.</summary>
    public EventSequenceTokenV2(long seqNumber, int eventInd)
    {
        SequenceNumber = seqNumber;
        EventIndex = eventInd;
    }

    /// <inheritdoc/>
    public override long SequenceNumber { get; protected set; }

    /// <inheritdoc/>
    public override int EventIndex { get; protected set; }

    /// <inheritdoc/>
    public override bool Equals(StreamSequenceToken? other) =>
        other is EventSequenceTokenV2 && SequenceNumber == other.SequenceNumber && EventIndex == other.EventIndex;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    /// <inheritdoc/>
    public override int CompareTo(StreamSequenceToken? other)
    {
        if (other is null)
            return 1;
        var difference = SequenceNumber.CompareTo(other.SequenceNumber);
        return difference != 0 ? difference : EventIndex.CompareTo(other.EventIndex);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"[EventSequenceTokenV2: {SequenceNumber}, {EventIndex}]");
}
