namespace Profiles.Storage.EventLog;

/// <summary>
/// The newest bytes of the log in memory: the writer encodes into it, writes files from it and restores a file's last
/// page from it; readers near the end copy from it. One writer. Bounded by <c>maxBytes</c>, oldest chunks first.
/// </summary>
internal sealed class Tail
{
    private const int ChunkBytes = 1 << 20;

    // The file's last page may have to be written again after a failed flush: it is in the two newest chunks.
    private const int LeastChunks = 2;
    private const int MaxSpares = 8;

    private readonly Lock _gate = new();
    private readonly List<TailChunk> _chunks = [];
    private readonly Stack<TailChunk> _spares = [];
    private readonly int _maxChunks;

    public Tail(int maxBytes) => _maxChunks = Math.Max(LeastChunks, maxBytes / ChunkBytes);

    /// <summary>Room for the next bytes of a segment, which begin at <paramref name="offset"/> of its file.</summary>
    public Span<byte> Reserve(Segment segment, long offset, int size)
    {
        var chunk = _chunks.Count == 0 ? null : _chunks[^1];
        if (chunk is null || chunk.Segment != segment || chunk.Buffer.Length - chunk.Length < size)
            chunk = Begin(segment, offset, size);
        var room = chunk.Buffer.AsSpan(chunk.Length, size);
        chunk.Length += size;
        return room;
    }

    /// <summary>The pieces of a segment from an offset to the end of what was reserved.</summary>
    public void Collect(Segment segment, long from, List<ReadOnlyMemory<byte>> pieces)
    {
        pieces.Clear();
        foreach (var chunk in _chunks)
        {
            if (chunk.Segment != segment || chunk.End <= from)
                continue;
            var skip = (int)Math.Max(0, from - chunk.Start);
            pieces.Add(chunk.Buffer.AsMemory(skip, chunk.Length - skip));
        }
    }

    /// <summary>Where the memory of a segment begins, at most <paramref name="end"/>.</summary>
    public long StartOf(Segment segment, long end)
    {
        foreach (var chunk in _chunks)
        {
            if (chunk.Segment == segment)
                return Math.Min(chunk.Start, end);
        }

        return end;
    }

    /// <summary>Forgets what was reserved past an offset of the segment, and all of later segments.</summary>
    public void CutTo(Segment segment, long offset)
    {
        lock (_gate)
        {
            for (var i = _chunks.Count - 1; i >= 0; i--)
            {
                var chunk = _chunks[i];
                if (chunk.Segment == segment && chunk.Start < offset)
                {
                    chunk.Length = (int)(Math.Min(chunk.End, offset) - chunk.Start);
                    break;
                }

                if (chunk.Segment != segment && chunk.Segment!.FirstSequence < segment.FirstSequence)
                    break;
                _chunks.RemoveAt(i);
                Spare(chunk);
            }
        }
    }

    /// <summary>Copies bytes in [offset, end) of the segment that are in memory. 0 when the first is not.</summary>
    public int TryCopy(Segment segment, long offset, long end, Span<byte> to)
    {
        TailChunk? chunk;
        lock (_gate)
        {
            chunk = Find(segment, offset);
            if (chunk is null)
                return 0;
            chunk.Readers++;
        }

        var skip = (int)(offset - chunk.Start);
        var count = (int)Math.Min(Math.Min(chunk.End, end) - offset, to.Length);
        chunk.Buffer.AsSpan(skip, count).CopyTo(to);
        lock (_gate)
            chunk.Readers--;
        return count;
    }

    private TailChunk? Find(Segment segment, long offset)
    {
        for (var i = _chunks.Count - 1; i >= 0; i--)
        {
            var chunk = _chunks[i];
            if (chunk.Segment == segment && chunk.Start <= offset && offset < chunk.End)
                return chunk;
        }

        return null;
    }

    private TailChunk Begin(Segment segment, long offset, int size)
    {
        lock (_gate)
        {
            if (size > ChunkBytes || !_spares.TryPop(out var chunk))
                chunk = new TailChunk(GC.AllocateUninitializedArray<byte>(Math.Max(size, ChunkBytes)));
            chunk.Segment = segment;
            chunk.Start = offset;
            chunk.Length = 0;
            _chunks.Add(chunk);
            return chunk;
        }
    }

    /// <summary>Called when everything reserved is durable: until then no chunk may go.</summary>
    public void Trim()
    {
        if (_chunks.Count <= _maxChunks)
            return;
        lock (_gate)
        {
            var surplus = _chunks.Count - _maxChunks;
            for (var i = 0; i < surplus; i++)
                Spare(_chunks[i]);
            _chunks.RemoveRange(0, surplus);
        }
    }

    private void Spare(TailChunk chunk)
    {
        if (chunk.Readers == 0 && chunk.Buffer.Length == ChunkBytes && _spares.Count < MaxSpares)
            _spares.Push(chunk);
    }
}
