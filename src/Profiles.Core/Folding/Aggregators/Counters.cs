using System.Runtime.CompilerServices;
using Profiles.Core.Binary;
using Profiles.Core.Events;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>How many events of each type, over all time: exact up to 4,294,967,295 of a type, where it stays.</summary>
internal struct Counters : IAggregator<Counters, ViewingEventType, Counters>
{
    private Counts _counts;

    public readonly long this[ViewingEventType type] => _counts[(int)type - 1];

    public readonly long Total
    {
        get
        {
            var total = 0L;
            for (var i = 0; i < ViewingEventTypes.Count; i++) total += _counts[i];
            return total;
        }
    }

    public static bool Prepare(in FoldInput input, out ViewingEventType contribution)
    {
        contribution = input.Event.Type;
        return true;
    }

    public static Counters Read(ref SpanReader reader)
    {
        var counters = default(Counters);
        for (var i = 0; i < ViewingEventTypes.Count; i++) counters._counts[i] = reader.UInt32();
        return counters;
    }

    public void Update(in ViewingEventType contribution, FoldPlan plan) => Add((int)contribution - 1, 1);

    public void Merge(in Counters other, FoldPlan plan)
    {
        for (var i = 0; i < ViewingEventTypes.Count; i++) Add(i, other._counts[i]);
    }

    public readonly Counters Finish() => this;

    public readonly void Write(ref SpanWriter writer)
    {
        for (var i = 0; i < ViewingEventTypes.Count; i++) writer.Unsigned(_counts[i]);
    }

    private void Add(int index, uint count) =>
        _counts[index] = (uint)Math.Min(uint.MaxValue, (ulong)_counts[index] + count);

    [InlineArray(ViewingEventTypes.Count)]
    private struct Counts
    {
        private uint _first;
    }
}
