using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Profiles.Contracts;
using Profiles.Core.Catalogue;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.EventLog;
using Profiles.Storage.States;

namespace Profiles.Streaming.Hosting;

/// <summary>
/// The partitions that this host folds: all of a data folder, or its share of a cluster's. To the logs of all of them
/// it can append.
/// </summary>
/// <remarks>Enumerates those that are held at that moment, in ascending order of their numbers.</remarks>
internal sealed class PartitionSet : IEnumerable<Partition>, IAsyncDisposable
{
    private readonly Partition?[] _held;

    public PartitionSet(IReadOnlyList<IEventLog> logs)
    {
        Logs = logs;
        _held = new Partition?[logs.Count];
    }

    /// <summary>How many there are, held or not.</summary>
    public int Count => _held.Length;

    /// <summary>The logs of all of them.</summary>
    public IReadOnlyList<IEventLog> Logs { get; }

    /// <summary>Durable records that are not folded yet, of all partitions held.</summary>
    public long Lag => this.Sum(partition => partition.Durable - partition.Progress.Folded);

    /// <summary>A partition that is held.</summary>
    /// <exception cref="PartitionElsewhereException">It is not.</exception>
    public Partition this[int number] => Find(number) ?? throw new PartitionElsewhereException(number);

    /// <summary>Opens every partition of a data folder, all at once.</summary>
    /// <exception cref="StorageCorruptException">One of them is damaged.</exception>
    public static PartitionSet Open(
        DataFolder folder, EventLogOptions logOptions, ContentNumbers contents, TimeProvider time,
        ILoggerFactory loggers)
    {
        var logs = new IEventLog[folder.Partitions];
        Parallel.For(0, folder.Partitions, number => logs[number] = EventLogPartition.Open(
            folder.LogOf(number), number, logOptions, time, loggers.CreateLogger<EventLogPartition>()));
        var set = new PartitionSet(logs);
        Parallel.For(0, folder.Partitions, number => set.Hold(OpenOne(folder, logs[number], contents, loggers)));
        return set;
    }

    /// <summary>The partition, where it is held for certain.</summary>
    public Partition? Find(int number) =>
        FindUnrenewed(number) is { } partition
        && (partition.ValidUntil == long.MaxValue || Stopwatch.GetTimestamp() < partition.ValidUntil)
            ? partition
            : null;

    /// <summary>The partition, also where another host may hold it by now.</summary>
    public Partition? FindUnrenewed(int number) => Volatile.Read(ref _held[number]);

    /// <summary>From now on this host folds the partition.</summary>
    public void Hold(Partition partition) => Volatile.Write(ref _held[partition.Number], partition);

    /// <summary>From now on it does not.</summary>
    public void LetGo(Partition partition) =>
        Interlocked.CompareExchange(ref _held[partition.Number], null, partition);

    public int NumberOf(UnitKey unit) => unit.Partition(_held.Length);

    /// <summary>The number of the partition that a grain's unit is of.</summary>
    public int NumberOf(string grainKey) =>
        UnitKey.TryParse(grainKey, out var unit)
            ? NumberOf(unit)
            : throw new ArgumentException($"'{grainKey}' is not the key of a unit.", nameof(grainKey));

    /// <summary>The partition of a grain, which is held.</summary>
    /// <exception cref="PartitionElsewhereException">It is not.</exception>
    public Partition Of(string grainKey) => this[NumberOf(grainKey)];

    /// <summary>The partition of a grain, where it is held.</summary>
    public Partition? Find(string grainKey) => Find(NumberOf(grainKey));

    public IEnumerator<Partition> GetEnumerator()
    {
        for (var number = 0; number < _held.Length; number++)
            if (Find(number) is { } partition) yield return partition;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public async ValueTask DisposeAsync()
    {
        foreach (var log in Logs) await log.DisposeAsync();
        foreach (var partition in this) await partition.DisposeAsync();
    }

    private static Partition OpenOne(DataFolder folder, IEventLog log, ContentNumbers contents, ILoggerFactory loggers)
    {
        var path = folder.StatesOf(log.Partition);
        var states = PartitionStateStore.Open(
            path, log.Partition, new PartitionStateOptions(), loggers.CreateLogger<PartitionStateStore>());
        return states.CommittedPosition <= log.LastSequence + 1
            ? new Partition(log, states, contents)
            : throw new StorageCorruptException(
                path, 0, $"its states include record {states.CommittedPosition - 1}, which the log lacks");
    }
}
