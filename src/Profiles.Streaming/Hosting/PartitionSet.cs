using System.Collections;
using Microsoft.Extensions.Logging;
using Profiles.Core.Catalogue;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.EventLog;
using Profiles.Storage.States;

namespace Profiles.Streaming.Hosting;

/// <summary>Every partition of a data folder, opened together.</summary>
internal sealed class PartitionSet : IReadOnlyList<Partition>, IAsyncDisposable
{
    private readonly Partition[] _partitions;

    private PartitionSet(Partition[] partitions)
    {
        _partitions = partitions;
    }

    public int Count => _partitions.Length;

    /// <summary>Durable records that are not folded yet, all partitions together.</summary>
    public long Lag => _partitions.Sum(partition => partition.Durable - partition.Progress.Folded);

    public Partition this[int number] => _partitions[number];

    public static PartitionSet Open(
        DataFolder folder, EventLogOptions logOptions, ContentNumbers contents, TimeProvider time,
        ILoggerFactory loggers)
    {
        var opened = new Partition[folder.Partitions];
        Parallel.For(
            0, folder.Partitions, number => opened[number] = OpenOne(
                folder, number, logOptions, contents, time, loggers));
        return new PartitionSet(opened);
    }

    public int NumberOf(UnitKey unit) => unit.Partition(_partitions.Length);

    public Partition Of(string grainKey) =>
        UnitKey.TryParse(grainKey, out var unit)
            ? _partitions[NumberOf(unit)]
            : throw new ArgumentException($"'{grainKey}' is not the key of a unit.", nameof(grainKey));

    public IEnumerator<Partition> GetEnumerator() => _partitions.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _partitions.GetEnumerator();

    public async ValueTask DisposeAsync()
    {
        foreach (var partition in _partitions) await partition.DisposeAsync();
    }

    private static Partition OpenOne(
        DataFolder folder, int number, EventLogOptions logOptions, ContentNumbers contents, TimeProvider time,
        ILoggerFactory loggers)
    {
        var log = EventLogPartition.Open(
            folder.LogOf(number), number, logOptions, time, loggers.CreateLogger<EventLogPartition>());
        var states = PartitionStateStore.Open(
            folder.StatesOf(number), number, new PartitionStateOptions(), loggers.CreateLogger<PartitionStateStore>());
        if (states.CommittedPosition <= log.LastSequence + 1) return new Partition(number, log, states, contents);

        throw new StorageCorruptException(
            folder.StatesOf(
                number), 0, $"its states include record {states.CommittedPosition - 1}, which the log lacks");
    }
}
