using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Profiles.Storage.States;

public sealed partial class PartitionStateStore
{
    /// <summary>Finds the files and what of them was committed; the last one is where staging goes on.</summary>
    private StateFile Recover(byte[] hashKey)
    {
        Directory.CreateDirectory(_directory);
        foreach (var temporary in Directory.GetFiles(_directory, "*.tmp"))
            _disk.Delete(temporary);
        var paths = Directory.GetFiles(_directory, "*" + StateFile.Extension);
        Array.Sort(paths, StringComparer.Ordinal);
        for (var i = 0; i < paths.Length; i++)
        {
            var isLast = i == paths.Length - 1;
            if (RecoverFile(paths[i], isLast, hashKey) is { } file)
                _files.Add(file.Number, file);
        }

        if (_files.Count > 0)
            _committedPosition = _stagedPosition = _files.Values[^1].CommittedPosition;
        return _files.Count > 0 ? _files.Values[^1] : NewFile(1);
    }

    private StateFile? RecoverFile(string path, bool isLast, byte[] hashKey)
    {
        if (!long.TryParse(Path.GetFileNameWithoutExtension(path), out var number))
            throw new StorageCorruptException(path, 0, "its name is not a number");
        var handle = _disk.OpenWrite(path);
        Span<byte> header = stackalloc byte[StateFormat.HeaderBytes];
        var read = DiskFiles.ReadFully(handle, header, 0);
        var fileLength = RandomAccess.GetLength(handle);
        if (!StateFormat.IsHeader(header[..read], path, _partition, number))
        {
            // The header is flushed before anything else is written, so a longer file had a whole one.
            handle.Dispose();
            if (!isLast || fileLength > StateFormat.HeaderBytes)
                throw new StorageCorruptException(path, 0, "the header of the state file is damaged");
            LogTornHeader(_logger, path);
            _disk.Delete(path);
            return null;
        }

        StateFormat.HashKeyOf(header).CopyTo(hashKey);
        var file = new StateFile
        {
            Number = number,
            Path = path,
            Seed = StateFormat.SeedOf(header),
            Handle = handle,
            CommittedPosition = StateFormat.PositionOfHeader(header),
        };
        file.IsHinted = StateHint.TryRead(_disk, file, _partition, fileLength);
        if (!file.IsHinted)
            ScanFile(file, fileLength, isLast);
        file.FlushedLength = file.StagedLength = file.CommittedLength;

        // What was read may be in the page cache only: the process died before its flush. Now it is durable.
        if (isLast)
            _disk.Flush(handle);
        return file;
    }

    private void ScanFile(StateFile file, long fileLength, bool isLast)
    {
        var hash = new SipHash128(HashKeyOf(file));
        var validEnd = StateScan.Load(file.Handle!, file, hash);
        file.Hints.RemoveRange(file.CommittedHints, file.Hints.Count - file.CommittedHints);
        var finished = StateHint.FinishedLengthOf(_disk, file, _partition);
        if (finished > file.CommittedLength)
        {
            throw new StorageCorruptException(
                file.Path, validEnd, $"an entry is not valid, but {finished} bytes were committed at its close");
        }

        if (file.CommittedLength == fileLength)
            return;
        if (!isLast)
            throw new StorageCorruptException(file.Path, validEnd, "a finished state file does not end in a commit");
        var later = StateScan.FindLaterFlush(file.Handle!, file.Seed, validEnd, fileLength);
        if (later >= 0)
        {
            throw new StorageCorruptException(
                file.Path, validEnd, $"an entry is not valid, but a later flush at offset {later} is");
        }

        LogTornTail(_logger, file.Path, file.CommittedLength, fileLength - file.CommittedLength);
        _disk.SetLength(file.Handle!, file.CommittedLength);
    }

    private static byte[] HashKeyOf(StateFile file)
    {
        var header = new byte[StateFormat.HeaderBytes];
        DiskFiles.ReadFully(file.Handle!, header, 0);
        return StateFormat.HashKeyOf(header).ToArray();
    }

    private void LoadIndex()
    {
        foreach (var file in _files.Values)
        {
            foreach (var hint in file.Hints)
            {
                var location = hint.LocationIn(file.Number);
                var isKnown = hint.Deletes
                    ? _index.Remove(hint.Hash, out var previous)
                    : _index.Set(hint.Hash, location, out previous);
                if (isKnown)
                    Kill(previous);
                if (hint.Deletes)
                {
                    file.Deletes++;
                    continue;
                }

                file.LiveBytes += location.Size;
                _liveBytes += location.Size;
            }

            if (file == _current)
                file.IsHinted = false;
            else
                FinishHints(file);
        }
    }

    /// <summary>A file that gets no more entries has its hint on disk and none in memory.</summary>
    private void FinishHints(StateFile file)
    {
        if (!file.IsHinted)
            WriteHint(file);
        lock (_gate)
        {
            file.Hints.Clear();
            file.Hints.TrimExcess();
        }
    }

    private void WriteHint(StateFile file)
    {
        try
        {
            var entries = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Hints)[..file.CommittedHints];
            StateHint.Write(_disk, file, _partition, entries);
            file.IsHinted = true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogHintFailed(_logger, file.HintPath, fault);
        }
    }

    private StateFile NewFile(long number)
    {
        var file = new StateFile
        {
            Number = number,
            Path = StateFile.PathOf(_directory, number),
            Seed = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(sizeof(uint))),
            CommittedPosition = _stagedPosition,
        };
        _files.Add(number, file);
        return file;
    }

    /// <summary>Right after a commit entry, so that every file but the last ends in one.</summary>
    private void BeginFile()
    {
        _current = NewFile(_current.Number + 1);
        _startsFlush = true;
    }

    private void CloseFiles()
    {
        foreach (var file in _files.Values)
        {
            if (file.Handle is null)
                continue;
            try
            {
                if (file == _current)
                    FinishCurrent(file);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                LogCloseFailed(_logger, file.Path, fault);
            }

            file.Handle.Dispose();
        }
    }

    /// <summary>
    /// The next open finds only what was committed, and a hint that is valid until something is appended.
    /// </summary>
    private void FinishCurrent(StateFile file)
    {
        if (RandomAccess.GetLength(file.Handle!) != file.CommittedLength)
        {
            _disk.SetLength(file.Handle!, file.CommittedLength);
            _disk.Flush(file.Handle!);
        }

        if (file.CommittedHints > 0)
            WriteHint(file);
    }
}
