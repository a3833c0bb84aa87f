using System.Collections.Immutable;
using Profiles.Core.Binary;
using Profiles.Core.Text;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// What was played last: one register a content, in which the latest playback event wins, and of those registers the
/// latest. A register that fell out can only come back with a later event than all that fell out, so the bound does
/// not depend on order either. In ascending order of (time, content id): the newest is last, where most updates are.
/// </summary>
internal struct RecentContents
    : IAggregator<RecentContents, RecentContents.Register, ImmutableArray<RecentContent>>
{
    private Register[]? _registers;
    private int _count;

    /// <summary>In ascending order of (time, content id).</summary>
    public readonly ReadOnlySpan<Register> Registers => _registers.AsSpan(0, _count);

    public static bool Prepare(in FoldInput input, out Register contribution)
    {
        if (!input.IsPlayback || input.Event.ContentId is not { } contentId)
        {
            contribution = default;
            return false;
        }

        contribution = new Register
        {
            ContentId = contentId,
            Time = input.Time,
            ContentHash = (uint)input.ContentHash,
            Tie = ((uint)input.IdHash << 1) | (input.IsCompleted ? 1u : 0u),
            PositionMs = input.PositionMs,
            DurationMs = input.DurationMs,
        };
        return true;
    }

    public static RecentContents Read(ref SpanReader reader, long newest, Utf8StringPool? pool)
    {
        var recent = default(RecentContents);
        var count = reader.Count(5, int.MaxValue);
        if (count == 0) return recent;

        recent._registers = new Register[count];
        recent._count = count;
        for (var i = 0; i < count; i++)
        {
            var contentId = pool is null ? reader.String() : reader.String(pool);
            recent._registers[i] = new Register
            {
                ContentId = contentId,
                Time = ProfileTime.Read(ref reader, newest),
                ContentHash = (uint)Hashing.StableHash.Hash64(contentId),
                Tie = reader.UInt32(),
                PositionMs = reader.UInt32(),
                DurationMs = reader.UInt32(),
            };
        }

        return recent;
    }

    public void Update(in Register contribution, FoldPlan plan)
    {
        var index = IndexOf(contribution);
        if (index >= 0)
        {
            if (contribution.IsAfter(_registers![index]))
                SmallArray.Move(_registers, index, PlaceOf(contribution, _count) is var place && place > index
                    ? place - 1
                    : place, contribution);
            return;
        }

        index = PlaceOf(contribution, _count);
        if (_count < plan.Options.MaxRecent)
            SmallArray.Insert(ref _registers, ref _count, index, contribution);
        else if (index > 0)
            SmallArray.Move(_registers!, 0, index - 1, contribution);
    }

    public void Merge(in RecentContents other, FoldPlan plan)
    {
        for (var i = 0; i < other._count; i++) Update(other._registers![i], plan);
    }

    public readonly ImmutableArray<RecentContent> Finish()
    {
        var recent = ImmutableArray.CreateBuilder<RecentContent>(_count);
        for (var i = _count - 1; i >= 0; i--)
        {
            ref readonly var register = ref _registers![i];
            recent.Add(new RecentContent(
                register.ContentId, Milliseconds.ToSeconds(register.PositionMs),
                Milliseconds.ToSeconds(register.DurationMs), (register.Tie & 1) != 0,
                DateTimeOffset.FromUnixTimeMilliseconds(register.Time)));
        }

        return recent.MoveToImmutable();
    }

    public readonly void Write(ref SpanWriter writer, long newest)
    {
        writer.Unsigned((uint)_count);
        for (var i = 0; i < _count; i++)
        {
            ref readonly var register = ref _registers![i];
            writer.String(register.ContentId);
            ProfileTime.Write(ref writer, newest, register.Time);
            writer.Unsigned(register.Tie);
            writer.Unsigned(register.PositionMs);
            writer.Unsigned(register.DurationMs);
        }
    }

    private readonly int IndexOf(in Register wanted)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            ref readonly var register = ref _registers![i];
            if (register.ContentHash == wanted.ContentHash && register.ContentId == wanted.ContentId) return i;
        }

        return -1;
    }

    /// <summary>The index before which a register belongs.</summary>
    private readonly int PlaceOf(in Register register, int count)
    {
        var place = count;
        while (place > 0 && register.CompareTo(_registers![place - 1]) < 0) place--;
        return place;
    }

    internal struct Register
    {
        public string ContentId;
        public long Time;
        public uint ContentHash;

        /// <summary>31 bits of the event id's hash, then one that says completed.</summary>
        public uint Tie;

        public uint PositionMs;
        public uint DurationMs;

        /// <summary>
        /// Whether this event replaces the other's as the content's latest. Equal in all of these is equal.
        /// </summary>
        public readonly bool IsAfter(in Register other)
        {
            if (Time != other.Time) return Time > other.Time;
            if (Tie != other.Tie) return Tie > other.Tie;
            return PositionMs != other.PositionMs ? PositionMs > other.PositionMs : DurationMs > other.DurationMs;
        }

        public readonly int CompareTo(in Register other) =>
            Time != other.Time ? Time.CompareTo(other.Time) : string.CompareOrdinal(ContentId, other.ContentId);
    }
}
