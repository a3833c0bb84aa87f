using Profiles.Core.Catalogue;

namespace Profiles.Core.Trends;

/// <summary>
/// Adds up partitions to a snapshot, one after the other, so that each need only stand still while it is added.
/// Used again and again, it makes nothing but the snapshots.
/// </summary>
/// <remarks>
/// Sums over all contents go by cell and partition, never by number: numbers differ from one process to the next.
/// </remarks>
public sealed class TrendSum
{
    // Below 2^-126 a count is nothing, also beside others.
    private const int Factors = 128;

    private readonly ContentNumbers _numbers;
    private readonly DecayReading[] _readings = new DecayReading[TrendHalfLives.Count];
    private readonly List<long> _positions = [];
    private readonly double[] _sums = new double[TrendHalfLives.Count];
    private readonly double[][] _counts = new double[TrendHalfLives.Count][];
    private readonly TrendSlots _slots = new();
    private DecayReading _slateReading;
    private long _atUnixMs;
    private double[] _totals = [];
    private double[] _impressions = [];
    private double[] _clicks = [];
    private long[] _firstSeen = [];

    /// <summary>Creates one.</summary>
    /// <param name="numbers">The numbers of contents, the same as those of the partitions.</param>
    public TrendSum(ContentNumbers numbers)
    {
        _numbers = numbers;
        Array.Fill(_counts, []);
    }

    /// <summary>Begins a snapshot of a moment.</summary>
    public void Begin(long atUnixMs)
    {
        _atUnixMs = atUnixMs;
        for (var i = 0; i < _readings.Length; i++)
            _readings[i] = new DecayReading(atUnixMs, TrendHalfLives.Hours[i]);
        _slateReading = new DecayReading(atUnixMs, TrendHalfLives.SlateHours);
        _positions.Clear();
        foreach (var counts in _counts) counts.AsSpan().Clear();
        _sums.AsSpan().Clear();
        _totals.AsSpan().Clear();
        _impressions.AsSpan().Clear();
        _clicks.AsSpan().Clear();
        _firstSeen.AsSpan().Fill(long.MaxValue);
    }

    /// <summary>Adds the next partition.</summary>
    public void Add(TrendCounters partition)
    {
        _positions.Add(partition.LastSequence);
        foreach (ref readonly var cell in partition.Cells) _slots.Add(cell.Number);
        Grow(_slots.Count);
        Span<double> sums = stackalloc double[TrendHalfLives.Count];
        sums.Clear();
        foreach (ref readonly var cell in partition.Cells)
        {
            var slot = _slots[cell.Number];
            for (var i = 0; i < TrendHalfLives.Count; i++)
            {
                var count = _readings[i].Of(cell.Counts[i]);
                _counts[i][slot] += count;
                sums[i] += count;
            }

            _totals[slot] += cell.Total;
            _impressions[slot] += _slateReading.Of(cell.Impressions);
            _clicks[slot] += _slateReading.Of(cell.Clicks);
            _firstSeen[slot] = Math.Min(_firstSeen[slot], cell.FirstSeenMs);
        }

        for (var i = 0; i < sums.Length; i++) _sums[i] += sums[i];
    }

    /// <summary>The snapshot of all that were added.</summary>
    public TrendSnapshot Finish() => new(
        _numbers, _slots.Seen(), _atUnixMs, [.. _positions], Array.ConvertAll(_counts, Narrow), [.. _sums],
        Narrow(_totals), Narrow(_impressions), Narrow(_clicks), _firstSeen[.._slots.Count]);

    private float[] Narrow(double[] values)
    {
        var narrow = new float[_slots.Count];
        for (var i = 0; i < narrow.Length; i++) narrow[i] = (float)values[i];
        return narrow;
    }

    private void Grow(int count)
    {
        var known = _totals.Length;
        if (count <= known) return;
        var length = Math.Max(count, known + known / 2);
        for (var i = 0; i < _counts.Length; i++) Array.Resize(ref _counts[i], length);
        Array.Resize(ref _totals, length);
        Array.Resize(ref _impressions, length);
        Array.Resize(ref _clicks, length);
        Array.Resize(ref _firstSeen, length);
        _firstSeen.AsSpan(known).Fill(long.MaxValue);
    }

    /// <summary>The factors of one half-life at the moment, by how many half-lives old a count is.</summary>
    private readonly struct DecayReading
    {
        private readonly int _whole;
        private readonly double[] _factors = new double[Factors];

        public DecayReading(long atUnixMs, int halfLifeHours)
        {
            var now = DecayTime.Of(atUnixMs, halfLifeHours);
            _whole = now.Whole;
            for (var age = 0; age < Factors; age++) _factors[age] = DecayTime.PowerOf(-age) / now.Power;
        }

        public double Of(in DecayedCount count)
        {
            var age = _whole - count.Exponent;
            if (age >= Factors) return 0;
            // A mantissa may hold a power of up to 2 that is ahead of the moment; it counts as of the moment then.
            return age >= 0 ? count.Mantissa * _factors[age] : count.Mantissa * _factors[0];
        }
    }
}
