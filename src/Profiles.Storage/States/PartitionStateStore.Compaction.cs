namespace Profiles.Storage.States;

public sealed partial class PartitionStateStore
{
    // The gate is given up after this many bytes moved, so that staging never waits long.
    private const int MoveBytes = 64 << 10;

    private readonly Queue<PendingCommit> _failedCommits = [];
    private readonly List<StateFile> _moved = [];
    private Task _compaction = Task.CompletedTask;

    private void AfterCommit()
    {
        DeleteMoved();
        lock (_gate)
        {
            if (!_isClosing && _compaction.IsCompleted && ChooseFile() is { } file)
                _compaction = Task.Run(() => CompactFrom(file));
        }
    }

    private void CompactFrom(StateFile? file)
    {
        while (file is not null && TryMove(file))
        {
            lock (_gate)
                file = _isClosing ? null : ChooseFile();
        }
    }

    private bool TryMove(StateFile file)
    {
        try
        {
            return Move(file);
        }
        catch (IOException fault)
        {
            LogCompactionFailed(_logger, file.Path, fault);
            return false;
        }
    }

    /// <summary>
    /// A finished file with nothing left in it; else, when all files together have grown too large, the one with the
    /// smallest live part.
    /// </summary>
    private StateFile? ChooseFile()
    {
        var bytes = 0L;
        StateFile? chosen = null;
        foreach (var file in _files.Values)
        {
            if (file.MovedTo is not null)
                continue;
            bytes += file.StagedLength;
            var isFinished = file != _current && file.FlushedLength == file.StagedLength;
            if (!isFinished || file.IsDamaged)
                continue;
            if (IsDead(file))
                return file;
            if (chosen is null || file.LiveBytes * chosen.StagedLength < chosen.LiveBytes * file.StagedLength)
                chosen = file;
        }

        return bytes > 2 * _liveBytes + _options.CompactionSlackBytes ? chosen : null;
    }

    /// <summary>
    /// Stages the live entries of a file again, and those deletions that still hide an older entry. The file goes when
    /// a commit with all of them is durable; until then a crash finds everything where it was.
    /// </summary>
    /// <returns>False when the disk failed or the store is closing: a later commit begins again.</returns>
    private bool Move(StateFile file)
    {
        if (MarkIfDead(file))
            return true;
        var batch = new List<(long Offset, byte[] Entry)>();
        var batchBytes = 0;
        var end = StateScan.Run(file.Handle!, file.Seed, file.CommittedLength, (offset, entry) =>
        {
            if (StateFormat.KindOf(entry) == StateFormat.Commit)
                return true;
            batch.Add((offset, entry.ToArray()));
            batchBytes += entry.Length;
            if (batchBytes < MoveBytes)
                return true;
            batchBytes = 0;
            return MoveBatch(file, batch);
        });
        if (end == file.CommittedLength && MoveBatch(file, batch))
        {
            lock (_gate)
                MarkMoved(file);
            return true;
        }

        lock (_gate)
        {
            if (_isClosing || !_health.IsHealthy)
                return false;
            file.IsDamaged = true;
        }

        LogDamaged(_logger, file.Path, end);
        return true;
    }

    private static bool IsDead(StateFile file) => file.LiveBytes == 0 && file.Deletes == 0;

    private bool MarkIfDead(StateFile file)
    {
        lock (_gate)
        {
            if (IsDead(file))
                MarkMoved(file);
            return IsDead(file);
        }
    }

    /// <summary>What took the place of its entries may be staged only: the file waits for the next commit.</summary>
    private void MarkMoved(StateFile file)
    {
        file.MovedTo = new StateMark(_current.Number, _current.StagedLength);
        _moved.Add(file);
    }

    private bool MoveBatch(StateFile file, List<(long Offset, byte[] Entry)> batch)
    {
        lock (_gate)
        {
            while (_unflushedBytes >= _options.MaxStagedBytes / 2 && _health.IsHealthy && !_isClosing)
                Monitor.Wait(_gate);
            if (_isClosing || !_health.IsHealthy)
                return false;
            foreach (var (offset, entry) in batch)
            {
                var key = StateFormat.KeyOf(entry);
                var hash = _hash.Hash(key);
                var isKnown = _index.TryGet(hash, out var location);
                if (StateFormat.KindOf(entry) == StateFormat.Delete)
                {
                    if (!isKnown && _files.Keys[0] < file.Number)
                        AppendDelete(hash, key);
                }
                else if (isKnown && location == StateLocation.Of(file.Number, offset, entry.Length))
                {
                    AppendState(hash, key, StateFormat.StateOf(entry));
                }
            }

            batch.Clear();
            return true;
        }
    }

    private void DeleteMoved()
    {
        List<StateFile> dead;
        lock (_gate)
        {
            if (_enumerations > 0 || _moved.Count == 0)
                return;
            var commit = LastCommit();
            dead = _moved.FindAll(file => file.MovedTo!.Value.CompareTo(commit) <= 0);
        }

        foreach (var file in dead)
        {
            if (!TryDelete(file))
                continue;
            lock (_gate)
            {
                // Only now that it cannot come back may the deletions that hide its entries be dropped.
                _files.Remove(file.Number);
                _moved.Remove(file);
            }
        }
    }

    private StateMark LastCommit()
    {
        for (var i = _files.Count - 1; i >= 0; i--)
        {
            var file = _files.Values[i];
            if (file.CommittedLength > StateFormat.HeaderBytes)
                return new StateMark(file.Number, file.CommittedLength);
        }

        return default;
    }

    /// <summary>A file that cannot be deleted is tried again after the next commit.</summary>
    private bool TryDelete(StateFile file)
    {
        try
        {
            file.Handle!.Dispose();
            _disk.Delete(file.HintPath);
            _disk.Delete(file.Path);
            _disk.FlushDirectory(_directory);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogDeleteFailed(_logger, file.Path, fault);
            return false;
        }
    }
}
