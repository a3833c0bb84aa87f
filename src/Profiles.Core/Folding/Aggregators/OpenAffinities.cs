using Profiles.Core.Binary;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// Decayed sums of one open epoch: for each key the sum over its events of weight · 2^((t − start of epoch) /
/// half-life), each rounded to 2^−20 and then added as integers, which is exact in any order. Keys are in ascending
/// order of <see cref="AffinityKey.Order"/>. Of a dimension with more keys than the bound, those of the smallest
/// order stay; a key that stays was there from its first event on, so its sum is whole.
/// </summary>
internal struct OpenAffinities : IAggregator<OpenAffinities, AffinityContribution, ReadOnlyMemory<OpenAffinities.Sum>>
{
    private const long MsPerHour = 3_600_000;

    private Sum[]? _sums;
    private int _count;
    private byte _cutDimensions;

    /// <summary>The dimensions of which keys were cut off, as bits.</summary>
    public readonly byte CutDimensions => _cutDimensions;

    public static bool Prepare(in FoldInput input, out AffinityContribution contribution)
    {
        var affinity = EventWeights.Affinity(input.Event);
        var usage = EventWeights.Usage(input.Event.Type);
        contribution = new AffinityContribution(
            input.Traits, input.Event.Device, HourOfWeek(input.Time), affinity, usage, input.Time, input.Epoch);
        return affinity != 0 || usage != 0;
    }

    public static OpenAffinities Read(ref SpanReader reader, Utf8StringPool? pool)
    {
        var sums = default(OpenAffinities);
        sums._cutDimensions = reader.Byte();
        for (var dimension = 0; dimension < AffinityKey.Dimensions; dimension++)
        {
            var count = reader.Count(2, int.MaxValue);
            if (count == 0) continue;

            Array.Resize(ref sums._sums, sums._count + count);
            for (var i = 0; i < count; i++)
            {
                var key = AffinityBytes.ReadKey(ref reader, (AffinityDimension)dimension, pool);
                if (sums._count > 0 && key.Order <= sums._sums[sums._count - 1].Order) throw AffinityBytes.OutOfOrder();
                sums._sums[sums._count++] = new Sum(key.Order, key.Text, reader.Signed());
            }
        }

        return sums;
    }

    /// <summary>Adds a contribution at the time it has at the start of the epoch.</summary>
    public void Update(in AffinityContribution contribution, FoldPlan plan)
    {
        var factor = plan.Decay(contribution.Time, plan.StartOf(contribution.Epoch));
        var bound = plan.Options.MaxOpenKeys;

        if (contribution.Affinity != 0 && contribution.Traits is { } traits)
        {
            var amount = DecayMath.ToFixedPoint(contribution.Affinity * factor);
            var from = 0;
            foreach (ref readonly var key in traits.AffinityKeys.AsSpan()) from = Add(key, amount, bound, from);
        }

        if (contribution.Usage == 0) return;

        var usage = DecayMath.ToFixedPoint(contribution.Usage * factor);
        Add(AffinityKey.OfHour(contribution.Hour), usage, bound, 0);
        if (contribution.Device is { } device) Add(AffinityKey.Of(AffinityDimension.Device, device), usage, bound, 0);
    }

    public void Merge(in OpenAffinities other, FoldPlan plan)
    {
        for (var i = 0; i < other._count; i++)
        {
            ref readonly var sum = ref other._sums![i];
            Add(new AffinityKey(sum.Order, sum.Text), sum.Amount, plan.Options.MaxOpenKeys, 0);
        }

        _cutDimensions |= other._cutDimensions;
    }

    public readonly ReadOnlyMemory<Sum> Finish() => _sums.AsMemory(0, _count);

    public readonly void Write(ref SpanWriter writer)
    {
        writer.Byte(_cutDimensions);
        var next = 0;
        for (var dimension = 0; dimension < AffinityKey.Dimensions; dimension++)
        {
            var end = Find(AffinityKey.FirstOf((AffinityDimension)(dimension + 1)));
            writer.Unsigned((uint)(end - next));
            for (; next < end; next++)
            {
                AffinityBytes.WriteKey(ref writer, new AffinityKey(_sums![next].Order, _sums[next].Text));
                writer.Signed(_sums[next].Amount);
            }
        }
    }

    private static int HourOfWeek(long unixMs)
    {
        // 1970-01-01 was a Thursday: 72 hours after Monday.
        var hours = (unixMs >= 0 ? unixMs / MsPerHour : (unixMs - MsPerHour + 1) / MsPerHour) + 72;
        return (int)((hours % 168 + 168) % 168);
    }

    /// <summary>Adds to a key that is not before the index; answers one that no later key is before.</summary>
    private int Add(in AffinityKey key, long amount, int bound, int from)
    {
        var index = Find(key.Order, from);
        if (index < _count && _sums![index].Order == key.Order)
        {
            ref var sum = ref _sums[index];
            sum.Amount += amount;

            // Of equal texts the caller's stays, which is the catalogue's: next time it is the same object.
            if (!ReferenceEquals(sum.Text, key.Text)) sum.Text = AffinityBytes.Smaller(key.Text, sum.Text);
            return index;
        }

        var dimension = AffinityKey.DimensionOf(key.Order);
        var first = Find(AffinityKey.FirstOf(dimension));
        if (_count - first >= bound && dimension != AffinityDimension.HourOfWeek)
        {
            var end = Find(AffinityKey.FirstOf(dimension + 1));
            if (end - first >= bound)
            {
                _cutDimensions |= (byte)(1 << (int)dimension);
                if (index == end) return index;
                SmallArray.RemoveAt(_sums!, ref _count, end - 1);
            }
        }

        SmallArray.Insert(ref _sums, ref _count, index, new Sum(key.Order, key.Text, amount));
        return index;
    }

    /// <summary>The first index whose order is not smaller.</summary>
    private readonly int Find(ulong order, int from = 0)
    {
        var low = from;
        var high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_sums![middle].Order < order) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>A key and its sum, in steps of 2^−20, as of the start of the epoch.</summary>
    internal record struct Sum(ulong Order, string Text, long Amount);
}
