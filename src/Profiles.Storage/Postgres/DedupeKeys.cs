using System.Buffers.Binary;

namespace Profiles.Storage.Postgres;

/// <summary>Dedupe keys as 16 bytes, little-endian, as they stand in segments.</summary>
internal static class DedupeKeys
{
    /// <summary>The bytes; null of the key that is never a duplicate.</summary>
    public static byte[]? BytesOf(UInt128 key)
    {
        if (key == UInt128.Zero) return null;
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, key);
        return bytes;
    }

    public static UInt128 KeyOf(byte[]? bytes) =>
        bytes is null ? UInt128.Zero : BinaryPrimitives.ReadUInt128LittleEndian(bytes);
}
