using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Storage;

/// <summary>Keeps states as bytes in memory; for tests and for what may be lost.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string StateName, GrainId GrainId), Entry> _entries = new();
    private long _lastVersion;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_entries.TryGetValue((stateName, grainId), out var entry))
        {
            grainState.State = StoredState.Read<T>(entry.Bytes);
            grainState.ETag = entry.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = default;
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var version = Interlocked.Increment(ref _lastVersion).ToString(CultureInfo.InvariantCulture);
        var entry = new Entry(version, StoredState.Write(grainState.State));
        var written = grainState.ETag is null
            ? _entries.TryAdd(key, entry)
            : _entries.TryGetValue(key, out var stored) && stored.ETag == grainState.ETag
                && _entries.TryUpdate(key, entry, stored);
        if (!written)
            throw Conflict(stateName, grainId, grainState.ETag);
        grainState.ETag = version;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_entries.TryGetValue(key, out var stored)
            && (stored.ETag != grainState.ETag || !_entries.TryRemove(new(key, stored))))
            throw Conflict(stateName, grainId, grainState.ETag);
        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private InconsistentStateException Conflict(string stateName, GrainId grainId, string? expected) => new(
        $"State '{stateName}' of grain {grainId} has another version in storage.",
        _entries.TryGetValue((stateName, grainId), out var stored) ? stored.ETag : null,
        expected);

    private sealed record Entry(string ETag, byte[] Bytes);
}
