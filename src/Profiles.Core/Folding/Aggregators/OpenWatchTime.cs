using Profiles.Core.Binary;
using Profiles.Core.Events;
using Profiles.Core.Hashing;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// How much of each content was watched on each UTC day of one open epoch: the furthest position that any playback
/// event reported, less the earliest that a play or progress did (a play without a position starts at 0). Minimum and
/// maximum do not depend on order. Beyond the bound, the pairs of the smallest hashes stay.
/// </summary>
internal struct OpenWatchTime : IAggregator<OpenWatchTime, OpenWatchTime.Span, long>
{
    private const long MsPerDay = 86_400_000;

    private Span[]? _spans;
    private int _count;
    private bool _isCut;

    public readonly bool IsCut => _isCut;

    public static bool Prepare(in FoldInput input, out Span contribution)
    {
        contribution = default;
        if (!input.IsPlayback || input.IsLate || input.Event.ContentId is null) return false;

        var starts = input.Event.Type is ViewingEventType.Play or ViewingEventType.Progress;
        if (!starts && input.PositionMs == Milliseconds.None) return false;

        var position = input.PositionMs == Milliseconds.None ? 0 : input.PositionMs;
        var day = (ulong)(input.Time / MsPerDay);
        contribution = new Span(
            StableHash.Combine(input.ContentHash, day), starts ? position : Milliseconds.None, position);
        return true;
    }

    public static OpenWatchTime Read(ref SpanReader reader)
    {
        var time = default(OpenWatchTime);
        time._isCut = reader.Byte() != 0;
        var count = reader.Count(10, int.MaxValue);
        if (count == 0) return time;

        time._spans = new Span[count];
        time._count = count;
        for (var i = 0; i < count; i++)
        {
            time._spans[i] = new Span(reader.Fixed64(), reader.UInt32(), reader.UInt32());
            if (i > 0 && time._spans[i].Key <= time._spans[i - 1].Key)
                throw new InvalidDataException("The watch times of the profile are not in ascending order.");
        }

        return time;
    }

    public void Update(in Span contribution, FoldPlan plan)
    {
        var index = Find(contribution.Key);
        if (index < _count && _spans![index].Key == contribution.Key)
        {
            ref var span = ref _spans[index];
            if (contribution.From < span.From) span.From = contribution.From;
            if (contribution.To > span.To) span.To = contribution.To;
            return;
        }

        if (_count >= plan.Options.MaxWatchPairs)
        {
            _isCut = true;
            if (index == _count) return;
            _count--;
        }

        SmallArray.Insert(ref _spans, ref _count, index, contribution);
    }

    public void Merge(in OpenWatchTime other, FoldPlan plan)
    {
        for (var i = 0; i < other._count; i++) Update(other._spans![i], plan);
        _isCut |= other._isCut;
    }

    /// <summary>The milliseconds watched.</summary>
    public readonly long Finish()
    {
        var total = 0L;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var span = ref _spans![i];
            if (span.From != Milliseconds.None && span.To > span.From) total += span.To - span.From;
        }

        return total;
    }

    public readonly void Write(ref SpanWriter writer)
    {
        writer.Byte(_isCut ? (byte)1 : (byte)0);
        writer.Unsigned((uint)_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Fixed64(_spans![i].Key);
            writer.Unsigned(_spans[i].From);
            writer.Unsigned(_spans[i].To);
        }
    }

    private readonly int Find(ulong key)
    {
        var low = 0;
        var high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_spans![middle].Key < key) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>
    /// A hash of content and day; the earliest start (or none) and the furthest position, in milliseconds.
    /// </summary>
    internal record struct Span(ulong Key, uint From, uint To);
}
