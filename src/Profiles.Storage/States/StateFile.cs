using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.States;

/// <summary>
/// One file of a state store, with its bytes that are not on the disk yet. Everything is under the store's gate:
/// <c>CommittedLength &lt;= StagedLength</c>, <c>FlushedLength &lt;= StagedLength</c>, <c>0 &lt;= LiveBytes</c>.
/// </summary>
internal sealed class StateFile
{
    public const string Extension = ".state";

    private const int ChunkBytes = 1 << 20;

    private readonly List<Chunk> _chunks = [];

    public required long Number { get; init; }

    public required string Path { get; init; }

    public required uint Seed { get; init; }

    /// <summary>Null until the flusher has created it.</summary>
    public SafeFileHandle? Handle { get; set; }

    public long FlushedLength { get; set; } = StateFormat.HeaderBytes;

    public long StagedLength { get; set; } = StateFormat.HeaderBytes;

    /// <summary>Where the last durable commit entry ends.</summary>
    public long CommittedLength { get; set; } = StateFormat.HeaderBytes;

    public long LiveBytes { get; set; }

    /// <summary>
    /// Position of the last commit that is durable, of this file or, in its header, of those before it.
    /// </summary>
    public long CommittedPosition { get; set; }

    /// <summary>
    /// A flush up to here failed: the same bytes, no more, are written next, so that an entry which claims to start a
    /// flush is never written together with what comes before it. 0 when none failed.
    /// </summary>
    public long RetryTo { get; set; }

    /// <summary>The commit that must be durable before the file, whose live entries have moved, may go.</summary>
    public StateMark? MovedTo { get; set; }

    /// <summary>Deletions in it, which may hide entries of older files.</summary>
    public int Deletes { get; set; }

    /// <summary>Compaction found it damaged: it stays as it is.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>What the hint will say; of commits that are durable, the first <see cref="CommittedHints"/>.</summary>
    public List<StateHint.Entry> Hints { get; } = [];

    public int CommittedHints { get; set; }

    public bool IsHinted { get; set; }

    public string HintPath => System.IO.Path.ChangeExtension(Path, StateHint.Extension);

    public static string PathOf(string directory, long number) =>
        System.IO.Path.Combine(directory, number.ToString("D8") + Extension);

    /// <summary>Room for one entry at <see cref="StagedLength"/>, which moves past it.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_chunks.Count == 0 || _chunks[^1].Buffer.Length - _chunks[^1].Length < size)
        {
            _chunks.Add(new Chunk(StagedLength, ArrayPool<byte>.Shared.Rent(Math.Max(size, ChunkBytes))));
        }

        var chunk = _chunks[^1];
        var room = chunk.Buffer.AsSpan(chunk.Length, size);
        chunk.Length += size;
        StagedLength += size;
        return room;
    }

    /// <summary>The bytes in [from, to) that are in memory; entries never lie across two pieces.</summary>
    public List<ReadOnlyMemory<byte>> Collect(long from, long to)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        foreach (var chunk in _chunks)
        {
            var start = Math.Max(from, chunk.Start);
            var end = Math.Min(to, chunk.Start + chunk.Length);
            if (start < end)
                pieces.Add(chunk.Buffer.AsMemory((int)(start - chunk.Start), (int)(end - start)));
        }

        return pieces;
    }

    /// <summary>Lets go of memory before the offset, but for the page with it, which a repair writes again.</summary>
    public void ReleaseBefore(long offset)
    {
        var keep = offset & ~4095L;
        var count = 0;
        while (count < _chunks.Count - 1 && _chunks[count].Start + _chunks[count].Length <= keep)
            count++;
        Release(count);
    }

    /// <summary>The bytes of an entry that is in memory.</summary>
    public ReadOnlySpan<byte> InMemory(long offset, int size)
    {
        for (var i = _chunks.Count - 1; i >= 0; i--)
        {
            if (_chunks[i].Start <= offset)
                return _chunks[i].Buffer.AsSpan((int)(offset - _chunks[i].Start), size);
        }

        throw new InvalidOperationException($"{Path}: offset {offset} is not in memory.");
    }

    public void DropMemory() => Release(_chunks.Count);

    private void Release(int count)
    {
        for (var i = 0; i < count; i++)
            ArrayPool<byte>.Shared.Return(_chunks[i].Buffer);
        _chunks.RemoveRange(0, count);
    }

    private sealed class Chunk(long start, byte[] buffer)
    {
        public long Start { get; } = start;

        public byte[] Buffer { get; } = buffer;

        public int Length { get; set; }
    }
}
