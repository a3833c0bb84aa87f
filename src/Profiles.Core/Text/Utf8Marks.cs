namespace Profiles.Core.Text;

/// <summary>Marks that files begin with.</summary>
internal static class Utf8Marks
{
    /// <summary>The byte order mark, which means nothing in UTF-8.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];
}
