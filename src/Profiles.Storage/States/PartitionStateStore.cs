using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.States;

/// <summary>
/// The state store on disk: entries are appended to numbered files, an index in memory knows the newest of each key,
/// and a commit entry makes all before it count. Files that are mostly dead are compacted in the background by staging
/// what lives in them again. docs/event-log.md has the format and the rules of recovery.
/// </summary>
/// <remarks>
/// Everything in memory is under one gate, which is held for a copy and never for I/O. One flusher thread writes.
/// After a crash everything behind the last commit entry is as if it had never been staged.
/// </remarks>
public sealed partial class PartitionStateStore : IPartitionStateStore
{
    private readonly object _gate = new();
    private readonly string _directory;
    private readonly int _partition;
    private readonly PartitionStateOptions _options;
    private readonly ILogger _logger;
    private readonly DiskFiles _disk;
    private readonly StateIndex _index = new();
    private readonly SortedList<long, StateFile> _files = [];
    private readonly Queue<PendingCommit> _commits = [];
    private readonly byte[] _hashKey;
    private readonly SipHash128 _hash;
    private readonly Thread _flusher;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StateFile _current;
    private long _committedPosition;
    private long _stagedPosition;
    private long _entriesSinceCommit;
    private long _unflushedBytes;
    private long _liveBytes;
    private bool _startsFlush = true;
    private bool _flushNow;
    private bool _isClosing;
    private int _enumerations;
    private volatile StorageHealth _health = StorageHealth.Healthy;

    private PartitionStateStore(
        string directory, int partition, PartitionStateOptions options, ILogger logger, DiskFiles disk)
    {
        _directory = directory;
        _partition = partition;
        _options = options;
        _logger = logger;
        _disk = disk;
        _hashKey = RandomNumberGenerator.GetBytes(StateFormat.HashKeyBytes);
        _current = Recover(_hashKey);
        _hash = new SipHash128(_hashKey);
        LoadIndex();
        _flusher = new Thread(RunFlusher) { IsBackground = true, Name = $"states {partition}" };
        _flusher.Start();
    }

    public long CommittedPosition => Volatile.Read(ref _committedPosition);

    public int Count
    {
        get
        {
            lock (_gate)
                return _index.Count;
        }
    }

    public StorageHealth Health => _health;

    /// <summary>Bytes of all files, staged ones included.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _files.Values.Sum(file => file.StagedLength);
        }
    }

    /// <summary>Bytes of the newest entries of all keys.</summary>
    public long LiveBytes
    {
        get
        {
            lock (_gate)
                return _liveBytes;
        }
    }

    /// <summary>Opens or creates the store of a partition, dropping what was not committed.</summary>
    /// <exception cref="StorageCorruptException">It is damaged where it was durable.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release wrote it.</exception>
    public static PartitionStateStore Open(
        string directory, int partition, PartitionStateOptions options, ILogger logger) =>
        Open(directory, partition, options, logger, DiskFiles.Instance);

    public bool TryRead(string key, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Span<byte> keyBuffer = stackalloc byte[Encoding.UTF8.GetMaxByteCount(key.Length) <= 512 ? 512 : 0];
        var keyBytes = KeyBytesOf(key, keyBuffer);
        var hash = _hash.Hash(keyBytes);
        while (true)
        {
            StateLocation location;
            SafeFileHandle handle;
            StateFile file;
            lock (_gate)
            {
                if (!_index.TryGet(hash, out location))
                    return false;
                file = _files[location.File];
                if (location.Offset >= file.FlushedLength)
                {
                    var entry = file.InMemory(location.Offset, location.Size);
                    CopyState(file, location.Offset, entry, keyBytes, destination);
                    return true;
                }

                handle = file.Handle!;
            }

            if (TryReadFile(handle, file, location, keyBytes, destination))
                return true;
        }
    }

    public void Stage(string key, ReadOnlySpan<byte> state)
    {
        if (state.Length > _options.MaxStateBytes)
            throw new ArgumentException($"The state of {key} has {state.Length} bytes, over {_options.MaxStateBytes}.");
        Span<byte> keyBuffer = stackalloc byte[Encoding.UTF8.GetMaxByteCount(key.Length) <= 512 ? 512 : 0];
        var keyBytes = KeyBytesOf(key, keyBuffer);
        var hash = _hash.Hash(keyBytes);
        lock (_gate)
        {
            WaitForRoom();
            AppendState(hash, keyBytes, state);
        }
    }

    public void StageDelete(string key)
    {
        Span<byte> keyBuffer = stackalloc byte[Encoding.UTF8.GetMaxByteCount(key.Length) <= 512 ? 512 : 0];
        var keyBytes = KeyBytesOf(key, keyBuffer);
        var hash = _hash.Hash(keyBytes);
        lock (_gate)
        {
            WaitForRoom();
            if (!_index.Remove(hash, out var previous))
                return;
            Kill(previous);
            AppendDelete(hash, keyBytes);
        }
    }

    public Task CommitAsync(long position)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            if (_unflushedBytes == 0 && _entriesSinceCommit == 0 && position == _committedPosition)
                return Task.CompletedTask;
            AppendCommit(position);
            var commit = NewCommit(position);
            _commits.Enqueue(commit);
            if (_current.StagedLength >= _options.FileBytes)
                BeginFile();
            _flushNow = true;
            Monitor.PulseAll(_gate);
            return commit.Completion.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }

        await _closed.Task.ConfigureAwait(false);
        await _compaction.ConfigureAwait(false);
        CloseFiles();
    }

    internal static PartitionStateStore Open(
        string directory, int partition, PartitionStateOptions options, ILogger logger, DiskFiles disk)
    {
        options.Validate();
        return new PartitionStateStore(directory, partition, options, logger, disk);
    }

    private static ReadOnlySpan<byte> KeyBytesOf(string key, Span<byte> buffer)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (buffer.Length > 0)
            return buffer[..Encoding.UTF8.GetBytes(key, buffer)];
        var bytes = Encoding.UTF8.GetBytes(key);
        if (bytes.Length > StateFormat.MaxKeyBytes)
            throw new ArgumentException($"The key has {bytes.Length} bytes, over {StateFormat.MaxKeyBytes}.");
        return bytes;
    }

    private void AppendState(UInt128 hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> state)
    {
        var location = Append(StateFormat.State, key, state);
        _current.Hints.Add(new StateHint.Entry(hash, location, deletes: false));
        _current.LiveBytes += location.Size;
        _liveBytes += location.Size;
        if (_index.Set(hash, location, out var previous))
            Kill(previous);
    }

    private void AppendDelete(UInt128 hash, ReadOnlySpan<byte> key)
    {
        var location = Append(StateFormat.Delete, key, []);
        _current.Deletes++;
        _current.Hints.Add(new StateHint.Entry(hash, location, deletes: true));
    }

    private void AppendCommit(long position)
    {
        Span<byte> commit = stackalloc byte[StateFormat.CommitStateBytes];
        BinaryPrimitives.WriteInt64LittleEndian(commit, position);
        BinaryPrimitives.WriteInt64LittleEndian(commit[8..], _entriesSinceCommit);
        Append(StateFormat.Commit, [], commit);
        _entriesSinceCommit = 0;
        _stagedPosition = position;
    }

    private PendingCommit NewCommit(long position) =>
        new(new StateMark(_current.Number, _current.StagedLength), position, _current.Hints.Count);

    private StateLocation Append(byte kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> state)
    {
        var offset = _current.StagedLength;
        var size = StateFormat.EntryBytes(key.Length, state.Length);
        StateFormat.WriteEntry(_current.Reserve(size), _current.Seed, kind, _startsFlush, key, state);
        _startsFlush = false;
        _entriesSinceCommit++;
        _unflushedBytes += size;
        if (_unflushedBytes >= _options.FlushBytes && _unflushedBytes - size < _options.FlushBytes)
            Monitor.PulseAll(_gate);
        return StateLocation.Of(_current.Number, offset, size);
    }

    /// <summary>An entry is not the newest of its key any more.</summary>
    private void Kill(StateLocation location)
    {
        _files[location.File].LiveBytes -= location.Size;
        _liveBytes -= location.Size;
    }

    private void WaitForRoom()
    {
        ObjectDisposedException.ThrowIf(_isClosing, this);
        while (_unflushedBytes >= _options.MaxStagedBytes)
        {
            if (!_health.IsHealthy)
                throw new StorageUnavailableException(_health.Reason!);
            _flushNow = true;
            Monitor.PulseAll(_gate);
            Monitor.Wait(_gate);
            ObjectDisposedException.ThrowIf(_isClosing, this);
        }
    }

    private static void CopyState(
        StateFile file, long offset, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> key, IBufferWriter<byte> destination)
    {
        if (!StateFormat.KeyOf(entry).SequenceEqual(key))
            throw new StorageCorruptException(file.Path, offset, "the entry is of another key");
        destination.Write(StateFormat.StateOf(entry));
    }

    /// <summary>False when compaction took the file between the look-up and the read.</summary>
    private static bool TryReadFile(
        SafeFileHandle handle, StateFile file, StateLocation location, ReadOnlySpan<byte> key,
        IBufferWriter<byte> destination)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(location.Size);
        try
        {
            var entry = buffer.AsSpan(0, location.Size);
            var read = DiskFiles.ReadFully(handle, entry, location.Offset);
            if (StateFormat.ReadEntry(entry[..read], file.Seed) != location.Size)
                throw new StorageCorruptException(file.Path, location.Offset, "the entry is not valid");
            CopyState(file, location.Offset, entry, key, destination);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed record PendingCommit(StateMark End, long Position, int Hints)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
