using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Profiles.Storage.Migration;

/// <summary>A digest of the records of each partition, in their order: what was written is what is read.</summary>
internal sealed class LogDigests : IDisposable
{
    private readonly IncrementalHash[] _hashes;

    public LogDigests(int partitions)
    {
        _hashes = new IncrementalHash[partitions];
        for (var i = 0; i < partitions; i++) _hashes[i] = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Counts = new long[partitions];
    }

    /// <summary>How many records were added, a partition each.</summary>
    public long[] Counts { get; }

    public void Add(int partition, long sequence, long ingestedMs, UInt128 key, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[36];
        BinaryPrimitives.WriteInt64LittleEndian(head, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], ingestedMs);
        BinaryPrimitives.WriteUInt128LittleEndian(head[16..], key);
        BinaryPrimitives.WriteInt32LittleEndian(head[32..], payload.Length);
        _hashes[partition].AppendData(head);
        _hashes[partition].AppendData(payload);
        Counts[partition]++;
    }

    /// <summary>The digest of a partition; it begins anew.</summary>
    public byte[] Take(int partition) => _hashes[partition].GetHashAndReset();

    public void Dispose()
    {
        foreach (var hash in _hashes) hash.Dispose();
    }
}
