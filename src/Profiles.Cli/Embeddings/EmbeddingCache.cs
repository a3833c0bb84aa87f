using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Cli.Embeddings;

/// <summary>
/// Vectors of texts that a provider gave, kept for the next training: a file for each provider and model, to which
/// vectors are appended. What a crash left half-written at the end is cut off.
/// <code>
/// "PEMB" | i32 version | i32 dimensions | 32 bytes: SHA-256 of the generator's name
/// | each: 32 bytes SHA-256 of the text | float32 vector | u64 hash of these
/// </code>
/// Nothing in it is needed: without the file all texts are asked for again.
/// </summary>
internal sealed class EmbeddingCache : IDisposable
{
    private const int Version = 1;
    private const int HashBytes = SHA256.HashSizeInBytes;
    private const int HeaderBytes = 12 + HashBytes;
    private const int CheckBytes = 8;

    private readonly Dictionary<UInt128, float[]> _vectors = [];
    private readonly FileStream _file;
    private readonly byte[] _generator;

    private EmbeddingCache(FileStream file, byte[] generator) => (_file, _generator) = (file, generator);

    /// <summary>The length of the vectors; 0 while there are none.</summary>
    public int Dimensions { get; private set; }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Opens the file of a generator in a folder; makes both where they are not.</summary>
    /// <exception cref="CliException">Another training has it open, or it cannot be used.</exception>
    public static EmbeddingCache Open(string folder, string generator)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(generator));
        var path = System.IO.Path.Combine(folder, Convert.ToHexStringLower(hash)[..16] + ".bin");
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var cache = new EmbeddingCache(file, hash);
            cache.Read();
            return cache;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The kept embeddings {path} cannot be used: {fault.Message}");
        }
    }

    /// <summary>The vector of a text; null where it is not kept.</summary>
    public float[]? Find(string text) => _vectors.GetValueOrDefault(KeyOf(HashOf(text)));

    /// <summary>Keeps vectors.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vectors">Theirs, all of one length that is that of those kept.</param>
    public void Add(IReadOnlyList<string> texts, IReadOnlyList<float[]> vectors)
    {
        using var bytes = new MemoryStream();
        if (Dimensions == 0)
        {
            Dimensions = vectors[0].Length;
            bytes.Write(Header());
        }

        for (var i = 0; i < texts.Count; i++)
        {
            var record = new byte[RecordBytes];
            HashOf(texts[i]).CopyTo(record, 0);
            MemoryMarshal.AsBytes(vectors[i].AsSpan()).CopyTo(record.AsSpan(HashBytes));
            BinaryPrimitives.WriteUInt64LittleEndian(
                record.AsSpan(^CheckBytes), StableHash.Hash64(record.AsSpan(..^CheckBytes)));
            bytes.Write(record);
            _vectors[KeyOf(record)] = vectors[i];
        }

        _file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private int RecordBytes => HashBytes + Dimensions * sizeof(float) + CheckBytes;

    private void Read()
    {
        var header = new byte[HeaderBytes];
        var end = 0L;
        if (_file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            Dimensions = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
            if (Dimensions > 0 && header.AsSpan().SequenceEqual(Header())) end = ReadRecords();
            else Dimensions = 0;
        }

        _file.SetLength(end);
        _file.Position = end;
    }

    private long ReadRecords()
    {
        long end = HeaderBytes;
        var record = new byte[RecordBytes];
        while (_file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length
            && BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(^CheckBytes))
                == StableHash.Hash64(record.AsSpan(..^CheckBytes)))
        {
            _vectors[KeyOf(record)] =
                MemoryMarshal.Cast<byte, float>(record.AsSpan(HashBytes, Dimensions * sizeof(float))).ToArray();
            end += record.Length;
        }

        return end;
    }

    private byte[] Header()
    {
        var header = new byte[HeaderBytes];
        "PEMB"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Dimensions);
        _generator.CopyTo(header, 12);
        return header;
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Half of a SHA-256: texts are the owner's own, and a collision would take 2^64 of them.
    private static UInt128 KeyOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128LittleEndian(hash);
}
