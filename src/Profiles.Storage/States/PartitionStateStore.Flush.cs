namespace Profiles.Storage.States;

public sealed partial class PartitionStateStore
{
    private const int PageBytes = 4096;

    private void RunFlusher()
    {
        while (TakeRange(out var file, out var from, out var to, out var pieces))
        {
            try
            {
                WriteRange(file, from, pieces);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Fail(file, to, fault);
                continue;
            }

            Finish(file, to);
        }

        _closed.TrySetResult();
    }

    /// <summary>Waits for bytes to write. False when the store is closing and no commit waits.</summary>
    private bool TakeRange(out StateFile file, out long from, out long to, out List<ReadOnlyMemory<byte>> pieces)
    {
        lock (_gate)
        {
            while (true)
            {
                file = FirstUnflushed();
                var isDue = _flushNow || (_unflushedBytes >= _options.FlushBytes && _health.IsHealthy);
                if (isDue && file.FlushedLength < file.StagedLength)
                    break;
                _flushNow = false;
                if (_isClosing)
                {
                    from = to = 0;
                    pieces = [];
                    FailCommits(new ObjectDisposedException(nameof(PartitionStateStore)));
                    return false;
                }

                Monitor.Wait(_gate);
            }

            to = file.RetryTo > 0 ? file.RetryTo : file.StagedLength;
            from = file.RetryTo > 0 ? file.FlushedLength / PageBytes * PageBytes : file.FlushedLength;
            pieces = file.Collect(from, to);
            if (pieces.Count > 0)
                from = to - pieces.Sum(piece => (long)piece.Length);

            // What is staged from now on is written only when this is durable.
            if (file == _current && to == file.StagedLength)
                _startsFlush = true;
            return true;
        }
    }

    private StateFile FirstUnflushed()
    {
        var files = _files.Values;
        var index = files.Count - 1;
        while (index > 0 && files[index - 1].FlushedLength < files[index - 1].StagedLength)
            index--;
        return files[index];
    }

    private void WriteRange(StateFile file, long from, List<ReadOnlyMemory<byte>> pieces)
    {
        if (file.RetryTo > 0 && file.Handle is not null)
            Reopen(file);
        if (file.Handle is null)
            CreateFile(file);
        _disk.Write(file.Handle!, pieces, from);
        _disk.Flush(file.Handle!);
    }

    private void CreateFile(StateFile file)
    {
        Span<byte> header = stackalloc byte[StateFormat.HeaderBytes];
        StateFormat.WriteHeader(header, _partition, file.Number, file.CommittedPosition, _hashKey, file.Seed);
        _disk.Delete(file.Path);
        var handle = _disk.Create(file.Path);
        try
        {
            _disk.Write(handle, header, 0);
            _disk.Flush(handle);
            _disk.FlushDirectory(_directory);
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        lock (_gate)
            file.Handle = handle;
    }

    /// <summary>After a failed flush the page cache is not trusted: the bytes are written again from memory.</summary>
    private void Reopen(StateFile file)
    {
        var handle = _disk.OpenWrite(file.Path);
        lock (_gate)
        {
            file.Handle!.Dispose();
            file.Handle = handle;
        }

        _disk.SetLength(handle, file.FlushedLength);
    }

    private void Fail(StateFile file, long to, Exception fault)
    {
        var reason = $"{file.Path}: {fault.Message}";
        lock (_gate)
        {
            if (_health.IsHealthy)
                LogUnavailable(_logger, file.Path, fault);
            _health = StorageHealth.Failed(reason);
            file.RetryTo = to;
            _flushNow = false;
            FailCommits(new StorageUnavailableException(reason, fault));
            Monitor.PulseAll(_gate);
        }
    }

    private void FailCommits(Exception failure)
    {
        while (_commits.TryDequeue(out var commit))
        {
            commit.Completion.TrySetException(failure);
            if (failure is StorageUnavailableException)
                _failedCommits.Enqueue(commit);
        }
    }

    private void Finish(StateFile file, long to)
    {
        var finished = new List<PendingCommit>();
        StateFile? full = null;
        lock (_gate)
        {
            if (!_health.IsHealthy)
                LogRecovered(_logger, file.Path);
            _health = StorageHealth.Healthy;
            _unflushedBytes -= to - file.FlushedLength;
            file.FlushedLength = to;
            file.RetryTo = 0;
            file.ReleaseBefore(to);
            var end = new StateMark(file.Number, to);
            while (_failedCommits.TryPeek(out var late) && late.End.CompareTo(end) <= 0)
                Settle(_failedCommits.Dequeue());
            while (_commits.TryPeek(out var commit) && commit.End.CompareTo(end) <= 0)
            {
                Settle(commit);
                finished.Add(_commits.Dequeue());
            }

            if (file != _current && to == file.StagedLength)
            {
                file.DropMemory();
                full = file;
            }

            Monitor.PulseAll(_gate);
        }

        if (full is not null)
            FinishHints(full);
        foreach (var commit in finished)
            commit.Completion.TrySetResult();
        if (finished.Count > 0)
            AfterCommit();
    }

    /// <summary>The commit is durable, whether or not its caller has been told that it failed at first.</summary>
    private void Settle(PendingCommit commit)
    {
        var file = _files[commit.End.File];
        file.CommittedLength = commit.End.Offset;
        file.CommittedPosition = commit.Position;
        file.CommittedHints = commit.Hints;
        Volatile.Write(ref _committedPosition, commit.Position);
    }
}
