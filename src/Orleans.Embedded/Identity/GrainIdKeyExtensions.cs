using System.Buffers.Text;

namespace Orleans.Runtime;

/// <summary>Integer and guid keys in the byte form that Orleans gives them.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>The key of a grain by integer: upper-case hexadecimal digits.</summary>
    public static IdSpan CreateIntegerKey(long key)
    {
        Span<byte> buffer = stackalloc byte[16];
        Utf8Formatter.TryFormat(key, buffer, out var length, 'X');
        return new IdSpan(buffer[..length].ToArray());
    }

    /// <summary>The key of a grain by guid: 32 hexadecimal digits.</summary>
    public static IdSpan CreateGuidKey(Guid key)
    {
        var buffer = new byte[32];
        Utf8Formatter.TryFormat(key, buffer, out _, 'N');
        return new IdSpan(buffer);
    }

    /// <summary>Reads an integer key; throws <see cref="ArgumentException"/> when the grain has none.</summary>
    public static long GetIntegerKey(this GrainId grainId) =>
        Utf8Parser.TryParse(grainId.Key.AsSpan(), out long key, out var length, 'X')
            && length == grainId.Key.AsSpan().Length
            ? key
            : throw new ArgumentException($"The key of grain {grainId} is not an integer.", nameof(grainId));

    /// <summary>Reads a guid key; throws <see cref="ArgumentException"/> when the grain has none.</summary>
    public static Guid GetGuidKey(this GrainId grainId) =>
        Utf8Parser.TryParse(grainId.Key.AsSpan(), out Guid key, out var length, 'N')
            && length == grainId.Key.AsSpan().Length
            ? key
            : throw new ArgumentException($"The key of grain {grainId} is not a guid.", nameof(grainId));
}
