using Profiles.Core.Binary;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// Sessions: the events' times, joined wherever the gap is no longer than the session gap. A union of intervals is
/// the same in any order. An interval that ended more than a gap before the open epochs can no longer grow, and is
/// settled into a count and a total: <c>end &lt; start of the older open epoch − gap</c>. An event older than the
/// open epochs grows an interval that it touches, and makes none. At most two windows over a gap of them are open.
/// </summary>
internal struct Sessions : IAggregator<Sessions, Sessions.Interval, SessionSummary>
{
    private Interval[]? _open;
    private int _count;
    private long _settledCount;
    private long _settledMs;

    public static bool Prepare(in FoldInput input, out Interval contribution)
    {
        contribution = new Interval(input.Time, input.Time);
        return true;
    }

    public static Sessions Read(ref SpanReader reader, long newest)
    {
        var sessions = default(Sessions);
        sessions._settledCount = reader.Signed();
        sessions._settledMs = reader.Signed();
        var count = reader.Count(2, int.MaxValue);
        if (count == 0) return sessions;

        sessions._open = new Interval[count];
        sessions._count = count;
        for (var i = 0; i < count; i++)
        {
            var end = ProfileTime.Read(ref reader, newest);
            sessions._open[i] = new Interval(ProfileTime.Checked(end - (long)reader.Unsigned()), end);
        }

        return sessions;
    }

    public void Update(in Interval contribution, FoldPlan plan) => Add(contribution, plan.SessionGapMs, true);

    /// <summary>Grows the sessions that a late event touches.</summary>
    public void UpdateLate(in Interval contribution, FoldPlan plan) => Add(contribution, plan.SessionGapMs, false);

    public void Merge(in Sessions other, FoldPlan plan)
    {
        for (var i = 0; i < other._count; i++) Add(other._open![i], plan.SessionGapMs, true);
        _settledCount += other._settledCount;
        _settledMs += other._settledMs;
    }

    /// <summary>Settles what no event from <paramref name="openFromMs"/> on can touch.</summary>
    public void Settle(long openFromMs, FoldPlan plan)
    {
        var settled = 0;
        while (settled < _count && _open![settled].End < openFromMs - plan.SessionGapMs)
        {
            _settledCount++;
            _settledMs += _open[settled].End - _open[settled].Start;
            settled++;
        }

        if (settled == 0) return;

        _count -= settled;
        Array.Copy(_open!, settled, _open!, 0, _count);
    }

    public readonly SessionSummary Finish()
    {
        var milliseconds = _settledMs;
        for (var i = 0; i < _count; i++) milliseconds += _open![i].End - _open[i].Start;
        return new SessionSummary(
            _settledCount + _count, milliseconds / 1000.0,
            _count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(_open![_count - 1].Start));
    }

    public readonly void Write(ref SpanWriter writer, long newest)
    {
        writer.Signed(_settledCount);
        writer.Signed(_settledMs);
        writer.Unsigned((uint)_count);
        for (var i = 0; i < _count; i++)
        {
            ProfileTime.Write(ref writer, newest, _open![i].End);
            writer.Unsigned((ulong)(_open[i].End - _open[i].Start));
        }
    }

    private void Add(in Interval added, long gap, bool mayStart)
    {
        // The intervals from first to before end are those within a gap of the added one.
        var end = _count;
        while (end > 0 && _open![end - 1].Start - gap > added.End) end--;
        var first = end;
        while (first > 0 && _open![first - 1].End + gap >= added.Start) first--;

        if (first == end)
        {
            if (mayStart) SmallArray.Insert(ref _open, ref _count, first, added);
            return;
        }

        ref var joined = ref _open![first];
        joined.Start = Math.Min(joined.Start, added.Start);
        joined.End = Math.Max(_open[end - 1].End, added.End);
        var surplus = end - first - 1;
        if (surplus == 0) return;

        Array.Copy(_open, end, _open, first + 1, _count - end);
        _count -= surplus;
    }

    /// <summary>The first and last event of a session, in unix milliseconds.</summary>
    internal record struct Interval(long Start, long End);
}
