using Profiles.Core.Binary;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// The ids of one open epoch's events, as 64-bit hashes in ascending order. When there are more than the bound, those
/// with the smallest hashes stay: which these are does not depend on the order of events. An id above them is taken
/// for new.
/// </summary>
internal struct EventIds
{
    private ulong[]? _hashes;
    private int _count;

    public readonly int Count => _count;

    public static EventIds Read(ref SpanReader reader)
    {
        var count = reader.Count(8, int.MaxValue);
        var ids = default(EventIds);
        if (count == 0) return ids;

        ids._hashes = new ulong[count];
        ids._count = count;
        for (var i = 0; i < count; i++)
        {
            ids._hashes[i] = reader.Fixed64();
            if (i > 0 && ids._hashes[i] <= ids._hashes[i - 1])
                throw new InvalidDataException("The event ids of the profile are not in ascending order.");
        }

        return ids;
    }

    /// <summary>Remembers an id.</summary>
    /// <returns>False where it is known already.</returns>
    public bool Add(ulong hash, int bound, ref bool isCut)
    {
        var index = _count == 0 || hash > _hashes![_count - 1] ? ~_count : Array.BinarySearch(_hashes, 0, _count, hash);
        if (index >= 0) return false;

        index = ~index;
        if (_count >= bound)
        {
            isCut = true;
            if (index >= bound) return true;
            _count = bound - 1;
        }

        SmallArray.Insert(ref _hashes, ref _count, index, hash);
        return true;
    }

    public void Merge(in EventIds other, int bound, ref bool isCut)
    {
        for (var i = 0; i < other._count; i++) Add(other._hashes![i], bound, ref isCut);
    }

    public readonly void Write(ref SpanWriter writer)
    {
        writer.Unsigned((uint)_count);
        for (var i = 0; i < _count; i++) writer.Fixed64(_hashes![i]);
    }
}
