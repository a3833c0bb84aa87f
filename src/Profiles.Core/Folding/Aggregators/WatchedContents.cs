using Profiles.Core.Binary;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// Which contents were watched to the end, as 64-bit hashes in ascending order with the latest time of each; beyond the
/// bound, those with the latest time stay, equal ones by hash.
/// </summary>
internal struct WatchedContents : IAggregator<WatchedContents, WatchedContents.Watched, int>
{
    private Watched[]? _watched;
    private int _count;

    public static bool Prepare(in FoldInput input, out Watched contribution)
    {
        contribution = new Watched(input.ContentHash, input.Time);
        return input.IsCompleted && input.Event.ContentId is not null;
    }

    public static WatchedContents Read(ref SpanReader reader, long newest)
    {
        var watched = default(WatchedContents);
        var count = reader.Count(9, int.MaxValue);
        if (count == 0) return watched;

        watched._watched = new Watched[count];
        watched._count = count;
        for (var i = 0; i < count; i++)
        {
            watched._watched[i] = new Watched(reader.Fixed64(), ProfileTime.Read(ref reader, newest));
            if (i > 0 && watched._watched[i].ContentHash <= watched._watched[i - 1].ContentHash)
                throw new InvalidDataException("The watched contents of the profile are not in ascending order.");
        }

        return watched;
    }

    public readonly bool Contains(ulong contentHash)
    {
        var index = Find(contentHash);
        return index < _count && _watched![index].ContentHash == contentHash;
    }

    public void Update(in Watched contribution, FoldPlan plan)
    {
        var index = Find(contribution.ContentHash);
        if (index < _count && _watched![index].ContentHash == contribution.ContentHash)
        {
            if (contribution.Time > _watched[index].Time) _watched[index] = contribution;
            return;
        }

        SmallArray.Insert(ref _watched, ref _count, index, contribution);
        if (_count > plan.Options.MaxWatched) SmallArray.RemoveAt(_watched!, ref _count, IndexOfEarliest());
    }

    public void Merge(in WatchedContents other, FoldPlan plan)
    {
        for (var i = 0; i < other._count; i++) Update(other._watched![i], plan);
    }

    public readonly int Finish() => _count;

    public readonly void Write(ref SpanWriter writer, long newest)
    {
        writer.Unsigned((uint)_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Fixed64(_watched![i].ContentHash);
            ProfileTime.Write(ref writer, newest, _watched[i].Time);
        }
    }

    private readonly int IndexOfEarliest()
    {
        var earliest = 0;
        for (var i = 1; i < _count; i++)
            if (_watched![i].Time < _watched[earliest].Time) earliest = i;
        return earliest;
    }

    private readonly int Find(ulong contentHash)
    {
        var low = 0;
        var high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_watched![middle].ContentHash < contentHash) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    internal readonly record struct Watched(ulong ContentHash, long Time);
}
