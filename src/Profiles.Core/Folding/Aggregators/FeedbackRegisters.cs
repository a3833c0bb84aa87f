using System.Collections.Immutable;
using Profiles.Core.Binary;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// What the viewer last said about each content: like, dislike, add, remove or dismiss, the latest wins. Of the
/// contents the latest, in ascending order of (time, content id).
/// </summary>
internal struct FeedbackRegisters
    : IAggregator<FeedbackRegisters, FeedbackRegisters.Register, ImmutableArray<ContentFeedback>>
{
    private Register[]? _registers;
    private int _count;

    /// <summary>In ascending order of (time, content id).</summary>
    public readonly ReadOnlySpan<Register> Registers => _registers.AsSpan(0, _count);

    public static bool Prepare(in FoldInput input, out Register contribution)
    {
        contribution = default;
        if (input.Event.Type is not (>= ViewingEventType.Like and <= ViewingEventType.Dismiss)
            || input.Event.ContentId is not { } contentId)
            return false;

        contribution = new Register(contentId, input.Time, ((uint)input.IdHash << 4) | (uint)input.Event.Type);
        return true;
    }

    public static FeedbackRegisters Read(ref SpanReader reader, long newest, Utf8StringPool? pool)
    {
        var feedback = default(FeedbackRegisters);
        var count = reader.Count(3, int.MaxValue);
        if (count == 0) return feedback;

        feedback._registers = new Register[count];
        feedback._count = count;
        for (var i = 0; i < count; i++)
        {
            var contentId = pool is null ? reader.String() : reader.String(pool);
            var register = new Register(contentId, ProfileTime.Read(ref reader, newest), reader.UInt32());
            if (!register.Type.IsKnown())
                throw new InvalidDataException($"Event type {(int)register.Type} is not one of this build.");
            feedback._registers[i] = register;
        }

        return feedback;
    }

    public void Update(in Register contribution, FoldPlan plan)
    {
        var index = IndexOf(contribution.ContentId);
        if (index >= 0)
        {
            if (!contribution.IsAfter(_registers![index])) return;
            SmallArray.RemoveAt(_registers, ref _count, index);
        }

        index = PlaceOf(contribution);
        if (_count < plan.Options.MaxFeedback)
            SmallArray.Insert(ref _registers, ref _count, index, contribution);
        else if (index > 0)
            SmallArray.Move(_registers!, 0, index - 1, contribution);
    }

    public void Merge(in FeedbackRegisters other, FoldPlan plan)
    {
        for (var i = 0; i < other._count; i++) Update(other._registers![i], plan);
    }

    public readonly ImmutableArray<ContentFeedback> Finish()
    {
        var feedback = ImmutableArray.CreateBuilder<ContentFeedback>(_count);
        for (var i = _count - 1; i >= 0; i--)
        {
            ref readonly var register = ref _registers![i];
            feedback.Add(new ContentFeedback(
                register.ContentId, register.Type,
                DateTimeOffset.FromUnixTimeMilliseconds(register.Time)));
        }

        return feedback.MoveToImmutable();
    }

    public readonly void Write(ref SpanWriter writer, long newest)
    {
        writer.Unsigned((uint)_count);
        for (var i = 0; i < _count; i++)
        {
            writer.String(_registers![i].ContentId);
            ProfileTime.Write(ref writer, newest, _registers[i].Time);
            writer.Unsigned(_registers[i].Tie);
        }
    }

    private readonly int IndexOf(string contentId)
    {
        for (var i = _count - 1; i >= 0; i--)
            if (_registers![i].ContentId == contentId) return i;
        return -1;
    }

    private readonly int PlaceOf(in Register register)
    {
        var place = _count;
        while (place > 0 && register.CompareTo(_registers![place - 1]) < 0) place--;
        return place;
    }

    /// <summary>One content's feedback; the tie is 28 bits of the event id's hash, then the type.</summary>
    internal readonly record struct Register(string ContentId, long Time, uint Tie)
    {
        public ViewingEventType Type => (ViewingEventType)(Tie & 0xF);

        public bool IsAfter(in Register other) => Time != other.Time ? Time > other.Time : Tie > other.Tie;

        public int CompareTo(in Register other) =>
            Time != other.Time ? Time.CompareTo(other.Time) : string.CompareOrdinal(ContentId, other.ContentId);
    }
}
