using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Profiles.Learning.Factors;

namespace Profiles.Cli.Learning;

/// <summary>
/// The last sweep of a training in a file, written aside and moved into place. A file that is of another training, or
/// damaged, is none.
/// <code>
/// u64 fingerprint | i32 sweeps | i32 zero | SHA-256 of the rest | float32 factors
/// </code>
/// </summary>
/// <param name="path">The file.</param>
internal sealed class AlsCheckpointFile(string path) : IAlsCheckpoints
{
    private const int HashStart = 16;
    private const int FactorsStart = HashStart + SHA256.HashSizeInBytes;

    public int Read(ulong fingerprint, Span<float> itemFactors)
    {
        if (!File.Exists(path)) return 0;
        var bytes = File.ReadAllBytes(path).AsSpan();
        var factors = MemoryMarshal.AsBytes(itemFactors);
        if (bytes.Length != FactorsStart + factors.Length
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != fingerprint
            || !SHA256.HashData(bytes[FactorsStart..]).AsSpan().SequenceEqual(bytes[HashStart..FactorsStart]))
            return 0;

        bytes[FactorsStart..].CopyTo(factors);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
    }

    public void Write(ulong fingerprint, int sweeps, ReadOnlySpan<float> itemFactors)
    {
        var factors = MemoryMarshal.AsBytes(itemFactors);
        var bytes = new byte[FactorsStart + factors.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, fingerprint);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), sweeps);
        SHA256.HashData(factors, bytes.AsSpan(HashStart));
        factors.CopyTo(bytes.AsSpan(FactorsStart));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", bytes);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Drops it: the training is done.</summary>
    public void Delete()
    {
        if (File.Exists(path)) File.Delete(path);
    }
}
