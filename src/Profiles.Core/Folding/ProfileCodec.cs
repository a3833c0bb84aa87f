using System.Buffers;
using Profiles.Core.Binary;
using Profiles.Core.Folding.Aggregators;
using Profiles.Core.Text;

namespace Profiles.Core.Folding;

/// <summary>
/// The bytes of a profile. Equal profiles have equal bytes; loading what was saved and saving it again gives the same
/// bytes.
/// <code>
/// version (1 byte) | disorder window, half-life, session gap (varints, ms)
/// | Version, LastSequence, LateEvents, truncations, settled watch time (signed varints)
/// | 0, or 1 and newest event time (signed varint) | counters (a varint a type)
/// | newer open epoch | older open epoch | settled affinities | recent | watched | feedback | sessions
/// </code>
/// Times are written as their distance from the newest event's. What each part is, its aggregator says.
/// </summary>
public static class ProfileCodec
{
    /// <summary>The version that <see cref="Write"/> writes.</summary>
    public const byte Version = 1;

    /// <summary>Writes a profile.</summary>
    public static void Write(Profile profile, IBufferWriter<byte> destination)
    {
        var writer = new SpanWriter(destination);
        writer.Byte(Version);
        writer.Unsigned((ulong)profile.Plan.WindowMs);
        writer.Unsigned((ulong)profile.Plan.HalfLifeMs);
        writer.Unsigned((ulong)profile.Plan.SessionGapMs);
        writer.Signed(profile.Version);
        writer.Signed(profile.LastSequence);
        writer.Signed(profile.LateEvents);
        writer.Signed(profile.SettledTruncations);
        writer.Signed(profile.SettledWatchMs);
        if (profile.NewestMs == Profile.NoTime)
        {
            writer.Byte(0);
            writer.Flush();
            return;
        }

        var newest = profile.NewestMs;
        writer.Byte(1);
        writer.Signed(newest);
        profile.Counters.Write(ref writer);
        OpenEpoch.Write(ref writer, profile.Current);
        OpenEpoch.Write(ref writer, profile.Previous);
        profile.Settled.Write(ref writer);
        profile.Recent.Write(ref writer, newest);
        profile.Watched.Write(ref writer, newest);
        profile.Feedback.Write(ref writer, newest);
        profile.Sessions.Write(ref writer, newest);
        writer.Flush();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">All of the profile and nothing else.</param>
    /// <param name="options">The numbers to fold on with; the defaults where null.</param>
    /// <param name="pool">Where texts are taken from, so that profiles share them; each its own where null.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged, of a version this build does not know, or folded with other numbers; the message says
    /// which.
    /// </exception>
    public static Profile Read(ReadOnlySpan<byte> bytes, FoldOptions? options = null, Utf8StringPool? pool = null)
    {
        var reader = new SpanReader(bytes);
        var version = reader.Byte();
        if (version != Version)
            throw new InvalidDataException($"Profile version {version} is not one of this build (1).");

        var plan = FoldPlan.For(options);
        CheckNumber(ref reader, nameof(FoldOptions.DisorderWindow), plan.WindowMs);
        CheckNumber(ref reader, nameof(FoldOptions.HalfLife), plan.HalfLifeMs);
        CheckNumber(ref reader, nameof(FoldOptions.SessionGap), plan.SessionGapMs);
        var profile = new Profile(plan)
        {
            Version = reader.Signed(),
            LastSequence = reader.Signed(),
            LateEvents = reader.Signed(),
            SettledTruncations = reader.Signed(),
            SettledWatchMs = reader.Signed(),
        };
        if (reader.Byte() != 0) ReadParts(ref reader, profile, pool);
        return reader.Remaining == 0
            ? profile
            : throw new InvalidDataException($"{reader.Remaining} bytes follow the profile of {bytes.Length} bytes.");
    }

    private static void ReadParts(ref SpanReader reader, Profile profile, Utf8StringPool? pool)
    {
        var newest = ProfileTime.Checked(reader.Signed());
        profile.NewestMs = newest;
        profile.NewestEpoch = profile.Plan.EpochOf(newest);
        profile.Counters = Counters.Read(ref reader);
        profile.Current = OpenEpoch.Read(ref reader, pool);
        profile.Previous = OpenEpoch.Read(ref reader, pool);
        profile.Settled = SettledAffinities.Read(ref reader, pool);
        profile.Recent = RecentContents.Read(ref reader, newest, pool);
        profile.Watched = WatchedContents.Read(ref reader, newest);
        profile.Feedback = FeedbackRegisters.Read(ref reader, newest, pool);
        profile.Sessions = Sessions.Read(ref reader, newest);
    }

    private static void CheckNumber(ref SpanReader reader, string name, long expected)
    {
        var stored = reader.Unsigned();
        if (stored != (ulong)expected)
            throw new InvalidDataException(
                $"The profile was folded with a {name} of {stored} ms, not {expected} ms; rebuild it from the log.");
    }
}
