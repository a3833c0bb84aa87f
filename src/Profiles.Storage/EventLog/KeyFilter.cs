using System.Numerics;
using System.Runtime.InteropServices;

namespace Profiles.Storage.EventLog;

/// <summary>
/// A split-block Bloom filter: one 32-byte block a key, one bit in each of its eight words, so a look-up touches one
/// cache line. At 12 bits a key fewer than one absent key in a hundred passes.
/// (Putze, Sanders, Singler: Cache-, hash- and space-efficient Bloom filters, 2007; the salts are Apache Parquet's.)
/// </summary>
internal sealed class KeyFilter
{
    public const int BlockBytes = 32;

    private const int BitsPerKey = 12;
    private const int WordsPerBlock = 8;

    private static readonly uint[] Salts =
    [
        0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31,
    ];

    private readonly uint[] _words;
    private readonly uint _blocks;

    public KeyFilter(int keys)
    {
        _blocks = (uint)Math.Max(1, ((long)keys * BitsPerKey + BlockBytes * 8 - 1) / (BlockBytes * 8));
        _words = new uint[_blocks * WordsPerBlock];
    }

    public KeyFilter(ReadOnlySpan<byte> bytes)
    {
        _blocks = (uint)(bytes.Length / BlockBytes);
        _words = MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
    }

    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<uint>(_words);

    public void Add(UInt128 key)
    {
        var block = BlockOf(KeyTable.Mix(key), out var bits);
        for (var i = 0; i < WordsPerBlock; i++)
            block[i] |= 1u << (int)((bits * Salts[i]) >> 27);
    }

    public bool MayContain(UInt128 key) => MayContain(KeyTable.Mix(key));

    public bool MayContain(ulong mixedKey)
    {
        var block = BlockOf(mixedKey, out var bits);
        for (var i = 0; i < WordsPerBlock; i++)
        {
            if ((block[i] & (1u << (int)((bits * Salts[i]) >> 27))) == 0)
                return false;
        }

        return true;
    }

    private Span<uint> BlockOf(ulong mixed, out uint bits)
    {
        // Both halves of the hash are well mixed: the upper one picks the block, the lower one the bits.
        bits = (uint)BitOperations.RotateRight(mixed, 7);
        var block = (uint)(((mixed >> 32) * _blocks) >> 32);
        return _words.AsSpan((int)block * WordsPerBlock, WordsPerBlock);
    }
}
