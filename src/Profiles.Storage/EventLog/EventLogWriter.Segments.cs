using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Profiles.Storage.EventLog;

internal sealed partial class EventLogWriter
{
    /// <summary>
    /// Deletes the oldest sealed segments that are past the age or beyond the size, and wholly before the release
    /// position and what readers hold. Their dedupe keys go with them.
    /// </summary>
    public void ApplyRetention()
    {
        if (!HasRetention)
            return;
        try
        {
            while (_sealed.Count > 0 && MayDelete(_sealed[0]))
                DeleteFirst();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogRetentionFailed(_logger, _sealed[0].Path, fault);
        }
    }

    private bool MayDelete(Segment segment)
    {
        if (segment.LastSequence >= ReleasePosition || segment.Sidecar is null)
            return false;
        foreach (var hold in _holds)
        {
            if (segment.LastSequence >= hold.Position)
                return false;
        }

        if (_options.RetentionBytes is { } most && Bytes > most)
            return true;
        var age = _time.GetUtcNow().ToUnixTimeMilliseconds() - segment.LastIngestionTime;
        return _options.RetentionAge is { } oldest && age > oldest.TotalMilliseconds;
    }

    /// <summary>The sidecar first: a segment without one is whole, a sidecar without a segment is litter.</summary>
    private void DeleteFirst()
    {
        var segment = _sealed[0];
        _source.Remove(segment);
        _files.Delete(segment.SidecarPath);
        _files.Delete(segment.Path);
        _files.FlushDirectory(_directory);
        _sealed.RemoveAt(0);
        segment.Sidecar!.Dispose();
        Volatile.Write(ref _bytes, _bytes - segment.Length);
        LogSegmentDeleted(_logger, segment.Path, segment.LastSequence);
    }

    private void VerifyNewest(EventLogRecovery recovery, List<Segment> segments)
    {
        var left = _options.VerifyOnOpenBytes;
        for (var i = segments.Count - 2; i >= 0 && left > 0; i--)
        {
            recovery.Verify(segments[i]);
            left -= segments[i].Length;
        }
    }

    private void Adopt(EventLogRecovery recovery, List<Segment> segments)
    {
        _active = segments[^1];
        recovery.RecoverLast(_active, withKeys: true);
        segments.RemoveAt(segments.Count - 1);
        _sealed.AddRange(segments);
        foreach (var segment in segments)
            _source.AddSegment(segment);
        _source.AddSegment(_active);
        _bytes = segments.Sum(segment => segment.Length) + _active.Length;
        _writeEnd = _active.Length;
        _writtenSequence = _active.LastSequence;
        _lastTime = Math.Max(_active.LastIngestionTime, segments.Count > 0 ? segments[^1].LastIngestionTime : 0);
        _file = _files.OpenWrite(_active.Path);

        // What was read may be in the page cache only: the process died before its flush. Now it is durable.
        _files.SetLength(_file, _active.Length);
        _files.Flush(_file);
        _fileLength = _active.Length;
        LoadLastPage();
    }

    /// <summary>
    /// The last page of the file goes into the tail, so that a failed flush never has to trust the cache.
    /// </summary>
    private void LoadLastPage()
    {
        var start = _active.Length / PageBytes * PageBytes;
        var size = (int)(_active.Length - start);
        if (size > 0)
            DiskFiles.ReadFully(_file!, _tail.Reserve(_active, start, size), start);
    }

    private void CreateSegment(long firstSequence)
    {
        var path = Segment.PathOf(_directory, firstSequence);
        var seed = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(sizeof(uint)));
        var segment = new Segment
        {
            Path = path,
            FirstSequence = firstSequence,
            Seed = seed,
            LastSequence = firstSequence - 1,
            Length = SegmentFormat.HeaderBytes,
            Table = TakeTable(firstSequence - 1),
        };
        Span<byte> header = stackalloc byte[SegmentFormat.HeaderBytes];
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        SegmentFormat.WriteHeader(header, _partition, firstSequence, now, seed);
        _files.Delete(path);
        var file = _files.Create(path);
        try
        {
            _files.Write(file, header, 0);
            _files.Flush(file);
            _files.FlushDirectory(_directory);
        }
        catch
        {
            file.Dispose();
            _files.Delete(path);
            throw;
        }

        _file?.Dispose();
        _file = file;
        _active = segment;
        _fileLength = SegmentFormat.HeaderBytes;
        _writeEnd = SegmentFormat.HeaderBytes;
        _writtenSequence = firstSequence - 1;
        _bytes += SegmentFormat.HeaderBytes;
        header.CopyTo(_tail.Reserve(segment, 0, SegmentFormat.HeaderBytes));
        _source.AddSegment(segment);
    }

    /// <summary>
    /// The table of a segment whose sidecar is written, used again. Only the writer looks into sealed tables, and it
    /// is the writer that takes this one, so nobody is looking.
    /// </summary>
    private KeyTable TakeTable(long baseSequence)
    {
        var expectedKeys = _sealed.Count == 0 ? 0 : _sealed[^1].Table?.Count ?? 0;
        if (Interlocked.Exchange(ref _spareTable, null) is not { } table)
            return new KeyTable(baseSequence, expectedKeys);
        table.Reset(baseSequence);
        return table;
    }

    /// <summary>Seals the active segment and begins the next. A fault leaves the active one as it was.</summary>
    private void Roll()
    {
        CutFileToEnd();
        var finished = _active;
        _sealed.Add(finished);
        try
        {
            CreateSegment(finished.LastSequence + 1);
        }
        catch
        {
            _sealed.RemoveAt(_sealed.Count - 1);
            throw;
        }

        _sidecarWrites.RemoveAll(task => task.IsCompleted);
        var segments = _sealed.ToArray();
        _sidecarWrites.Add(Task.Run(() => WriteSidecars(segments)));
    }

    /// <summary>Also those that an earlier fault prevented. Until then the keys stay in memory.</summary>
    private void WriteSidecars(Segment[] segments)
    {
        foreach (var segment in segments)
        {
            lock (segment)
            {
                if (segment.Sidecar is not null)
                    continue;
                try
                {
                    segment.Sidecar = KeySidecar.Write(_files, segment, _partition);
                    Interlocked.Exchange(ref _spareTable, segment.Table);
                    segment.Table = null;
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    LogSidecarFailed(_logger, segment.SidecarPath, fault);
                }
            }
        }
    }

    private void CutFileToEnd()
    {
        if (_file is null || _fileLength == _active.Length)
            return;
        _files.SetLength(_file, _active.Length);
        _files.Flush(_file);
        _fileLength = _active.Length;
    }

    /// <summary>
    /// Cuts the file back to its last durable end and writes its last page again from memory: after a failed flush the
    /// page cache may hold what the disk does not. (Rebello et al.: Can applications recover from fsync failures?,
    /// 2020)
    /// </summary>
    private void Repair()
    {
        _file?.Dispose();
        _file = null;
        var file = _files.OpenWrite(_active.Path);
        _file = file;
        _files.SetLength(file, _active.Length);
        _fileLength = _active.Length;
        var page = Math.Max(_active.Length / PageBytes * PageBytes, _tail.StartOf(_active, _active.Length));
        _tail.Collect(_active, page, _pieces);
        if (_pieces.Count > 0)
            _files.Write(file, _pieces, page);
        _files.Flush(file);
        _needsRepair = false;
    }
}
