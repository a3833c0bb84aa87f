using StableHash = Profiles.Core.Hashing.StableHash;
using Profiles.Core.Slates;

namespace Profiles.Streaming.Serving;

/// <summary>
/// Which source each content of the last slates came from: a table of one slate a place, in which a new one takes the
/// place of an old one; about 20 MB when it is full. Safe to share between threads.
/// </summary>
internal sealed class RecentSlates(int places = 1 << 16)
{
    private readonly Entry?[] _entries = new Entry?[places];

    public void Add(Slate slate)
    {
        var numbers = new int[slate.Items.Length];
        var sources = new SlateSource[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
            (numbers[i], sources[i]) = (slate.Items[i].Number, slate.Items[i].Source);
        Volatile.Write(ref PlaceOf(slate.SlateId), new Entry(slate.SlateId, numbers, sources));
    }

    /// <summary>The source of a content of a slate; null where the slate is forgotten or lacks the content.</summary>
    public SlateSource? SourceOf(string slateId, int number)
    {
        if (Volatile.Read(ref PlaceOf(slateId)) is not { } entry || entry.SlateId != slateId) return null;
        var place = Array.IndexOf(entry.Numbers, number);
        return place < 0 ? null : entry.Sources[place];
    }

    private ref Entry? PlaceOf(string slateId) =>
        ref _entries[StableHash.Hash64(slateId) % (uint)_entries.Length];

    private sealed record Entry(string SlateId, int[] Numbers, SlateSource[] Sources);
}
