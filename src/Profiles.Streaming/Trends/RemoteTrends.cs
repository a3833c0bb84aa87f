using Profiles.Contracts;
using Profiles.Core.Trends;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Trends;

/// <summary>The trend counters of partitions that other hosts fold, as they were last heard of.</summary>
internal sealed class RemoteTrends(PartitionSet partitions, IContentCatalogue catalogue)
{
    private readonly TrendCounters?[] _counters = new TrendCounters?[partitions.Count];

    /// <summary>The last record that what was heard includes.</summary>
    public long LastSequenceOf(int partition) => Volatile.Read(ref _counters[partition])?.LastSequence ?? 0;

    /// <summary>Adds a partition to a snapshot; an empty one where nothing was heard yet.</summary>
    public void AddTo(int partition, TrendSum sum) =>
        sum.Add(Volatile.Read(ref _counters[partition]) ?? new TrendCounters(catalogue.Index.Numbers));

    /// <summary>Takes what another host has counted.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what this build reads.</exception>
    public void Take(int partition, TrendBytes trends)
    {
        var counters = new TrendCounters(catalogue.Index.Numbers);
        var start = trends.BlockEnds.IsEmpty ? 0 : trends.BlockEnds[^1];
        if (counters.ReadHead(trends.Bytes.Span[start..]) < 0)
        {
            throw new InvalidDataException(
                $"The trends of partition {partition} have other half-lives than this build.");
        }

        start = 0;
        foreach (var end in trends.BlockEnds)
        {
            counters.ReadBlock(trends.Bytes.Span[start..end]);
            start = end;
        }

        Volatile.Write(ref _counters[partition], counters);
    }
}
