using Profiles.Core.Binary;
using Profiles.Core.Text;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// Decayed sums of all epochs that are settled, as of the start of the newest of them that had any. An epoch is
/// settled when no event of it can come in time any more, so this state depends only on which events came, not on
/// their order:
/// <code>value(e) = value(d) · 2^(−(start(e) − start(d)) / half-life) + sum of epoch e</code>
/// where <c>d</c> is the settled epoch before <c>e</c>. Then the strongest keys of each dimension stay, by magnitude,
/// equal ones by <see cref="AffinityKey.Order"/>.
/// </summary>
internal struct SettledAffinities
{
    private Value[]? _values;
    private long _epoch;

    /// <summary>The epoch whose start the values are of; meaningless while there are none.</summary>
    public readonly long Epoch => _epoch;

    public readonly ReadOnlySpan<Value> Values => _values;

    public static SettledAffinities Read(ref SpanReader reader, Utf8StringPool? pool)
    {
        var settled = default(SettledAffinities);
        var count = reader.Count(10, int.MaxValue);
        if (count == 0) return settled;

        settled._epoch = reader.Signed();
        settled._values = new Value[count];
        for (var i = 0; i < count; i++)
        {
            var dimension = reader.Byte();
            if (dimension >= AffinityKey.Dimensions)
                throw new InvalidDataException($"Dimension {dimension} is not one of this build.");
            var key = AffinityBytes.ReadKey(ref reader, (AffinityDimension)dimension, pool);
            if (i > 0 && key.Order <= settled._values[i - 1].Order) throw AffinityBytes.OutOfOrder();
            var weight = reader.Double();
            if (!double.IsFinite(weight)) throw new InvalidDataException("A weight of the profile is not a number.");
            settled._values[i] = new Value(key.Order, key.Text, weight);
        }

        return settled;
    }

    /// <summary>Adds the sums of an epoch that is complete.</summary>
    public void Settle(long epoch, in OpenAffinities open, FoldPlan plan)
    {
        var sums = open.Finish().Span;
        if (sums.IsEmpty) return;

        var added = new Value[sums.Length];
        for (var i = 0; i < sums.Length; i++)
            added[i] = new Value(sums[i].Order, sums[i].Text, sums[i].Amount / DecayMath.FixedPointOne);
        Add(epoch, added, plan);
    }

    /// <summary>Adds an event that came after its epoch was settled, as what it would have added in time.</summary>
    public void AddLate(in AffinityContribution contribution, FoldPlan plan)
    {
        var one = default(OpenAffinities);
        one.Update(contribution, plan);
        Settle(contribution.Epoch, one, plan);
    }

    public void Merge(in SettledAffinities other, FoldPlan plan)
    {
        if (other._values is { Length: > 0 }) Add(other._epoch, other._values, plan);
    }

    public readonly void Write(ref SpanWriter writer)
    {
        writer.Unsigned((uint)Values.Length);
        if (Values.Length == 0) return;

        writer.Signed(_epoch);
        foreach (ref readonly var value in Values)
        {
            writer.Byte((byte)AffinityKey.DimensionOf(value.Order));
            AffinityBytes.WriteKey(ref writer, new AffinityKey(value.Order, value.Text));
            writer.Double(value.Weight);
        }
    }

    private void Add(long epoch, ReadOnlySpan<Value> added, FoldPlan plan)
    {
        if (Values.Length == 0)
        {
            _epoch = epoch;
            _values = Strongest([.. added], plan.Options.MaxKeys);
            return;
        }

        var newest = Math.Max(_epoch, epoch);
        var ownFactor = plan.Decay(plan.StartOf(_epoch), plan.StartOf(newest));
        var addedFactor = plan.Decay(plan.StartOf(epoch), plan.StartOf(newest));
        _epoch = newest;
        _values = Strongest(Union(Values, ownFactor, added, addedFactor), plan.Options.MaxKeys);
    }

    private static List<Value> Union(
        ReadOnlySpan<Value> left, double leftFactor, ReadOnlySpan<Value> right, double rightFactor)
    {
        var union = new List<Value>(left.Length + right.Length);
        var i = 0;
        var j = 0;
        while (i < left.Length || j < right.Length)
        {
            if (j == right.Length || (i < left.Length && left[i].Order < right[j].Order))
            {
                union.Add(left[i] with { Weight = left[i].Weight * leftFactor });
                i++;
            }
            else if (i == left.Length || right[j].Order < left[i].Order)
            {
                union.Add(right[j] with { Weight = right[j].Weight * rightFactor });
                j++;
            }
            else
            {
                var weight = left[i].Weight * leftFactor + right[j].Weight * rightFactor;
                union.Add(new Value(left[i].Order, AffinityBytes.Smaller(left[i].Text, right[j].Text), weight));
                i++;
                j++;
            }
        }

        return union;
    }

    /// <summary>Keeps the strongest keys of each dimension, all hours, and nothing that is negligible.</summary>
    private static Value[] Strongest(List<Value> values, int bound)
    {
        values.RemoveAll(value => Math.Abs(value.Weight) < DecayMath.Negligible);
        var first = 0;
        while (first < values.Count)
        {
            var dimension = AffinityKey.DimensionOf(values[first].Order);
            var end = first + 1;
            while (end < values.Count && AffinityKey.DimensionOf(values[end].Order) == dimension) end++;
            if (end - first > bound && dimension != AffinityDimension.HourOfWeek)
            {
                values.Sort(first, end - first, ByStrength.Instance);
                values.RemoveRange(first + bound, end - first - bound);
                values.Sort(first, bound, ByOrder.Instance);
                end = first + bound;
            }

            first = end;
        }

        return [.. values];
    }

    /// <summary>A key and its weight, as of the start of the settled epoch.</summary>
    internal readonly record struct Value(ulong Order, string Text, double Weight);

    private sealed class ByStrength : IComparer<Value>
    {
        public static readonly ByStrength Instance = new();

        public int Compare(Value x, Value y)
        {
            var strength = Math.Abs(y.Weight).CompareTo(Math.Abs(x.Weight));
            return strength != 0 ? strength : x.Order.CompareTo(y.Order);
        }
    }

    private sealed class ByOrder : IComparer<Value>
    {
        public static readonly ByOrder Instance = new();

        public int Compare(Value x, Value y) => x.Order.CompareTo(y.Order);
    }
}
