using System.Buffers;

namespace Profiles.Storage.States;

/// <summary>
/// Keeps states for as long as the object lives: for tests that are about something else than storage.
/// </summary>
public sealed class InMemoryPartitionStateStore : IPartitionStateStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _states = new(StringComparer.Ordinal);

    public long CommittedPosition { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
                return _states.Count;
        }
    }

    public StorageHealth Health => StorageHealth.Healthy;

    public bool TryRead(string key, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        lock (_gate)
        {
            if (!_states.TryGetValue(key, out var state))
                return false;
            destination.Write(state);
            return true;
        }
    }

    public void Stage(string key, ReadOnlySpan<byte> state)
    {
        var copy = state.ToArray();
        lock (_gate)
            _states[key] = copy;
    }

    public void StageDelete(string key)
    {
        lock (_gate)
            _states.Remove(key);
    }

    public Task CommitAsync(long position)
    {
        lock (_gate)
            CommittedPosition = position;
        return Task.CompletedTask;
    }

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Enumerate()
    {
        lock (_gate)
        {
            return _states
                .Select(state => new KeyValuePair<string, ReadOnlyMemory<byte>>(state.Key, state.Value))
                .ToArray();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
