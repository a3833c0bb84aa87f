using System.Text.Json;

namespace Profiles.Core.Text;

/// <summary>Texts of a JSON reader over one piece of memory.</summary>
internal static class JsonText
{
    /// <summary>No text that is read is longer than this many bytes.</summary>
    public const int MaxBytes = 1024;

    /// <summary>
    /// True where the text holds one of the characters below space. No id does: such texts are left for keys of our
    /// own.
    /// </summary>
    public static bool HasControlCharacter(ReadOnlySpan<byte> text) => text.IndexOfAnyInRange((byte)0, (byte)31) >= 0;

    /// <summary>
    /// The text at the reader, copied or unescaped into the buffer, or into a new one that is larger.
    /// </summary>
    /// <returns>
    /// False where it is longer than the limit, or <paramref name="isValid"/> is false: it holds half a surrogate pair.
    /// </returns>
    public static bool TryGet(
        scoped in Utf8JsonReader reader, int maxBytes, Span<byte> buffer,
        out ReadOnlySpan<byte> text, out bool isValid)
    {
        isValid = true;
        text = default;
        if (!reader.ValueIsEscaped)
        {
            if (reader.ValueSpan.Length > maxBytes) return false;

            reader.ValueSpan.CopyTo(buffer);
            text = buffer[..reader.ValueSpan.Length];
            return true;
        }

        // An escape takes six bytes at most, and stands for at least one.
        if (reader.ValueSpan.Length > maxBytes * 6) return false;

        try
        {
            var unescaped = reader.ValueSpan.Length <= buffer.Length ? buffer : new byte[reader.ValueSpan.Length];
            var length = reader.CopyString(unescaped);
            text = unescaped[..length];
            return length <= maxBytes;
        }
        catch (InvalidOperationException)
        {
            isValid = false;
            return false;
        }
    }
}
