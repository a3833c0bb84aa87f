using System.Diagnostics.Metrics;

namespace Profiles.Streaming;

/// <summary>What the stream over the log measures. Names are stable.</summary>
internal sealed class StreamingInstruments
{
    public const string MeterName = "Profiles.Streaming";

    private readonly Meter _meter;

    public StreamingInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        EventsAccepted = _meter.CreateCounter<long>(
            "profiles.events.accepted", "{event}", "Events made durable for the first time.");
        EventsDuplicate = _meter.CreateCounter<long>(
            "profiles.events.duplicate", "{event}", "Events that the log held already.");
        EventsRefused = _meter.CreateCounter<long>(
            "profiles.events.refused", "{event}", "Events refused because the log could not take them.");
        RecordsFolded = _meter.CreateCounter<long>(
            "profiles.records.folded", "{record}", "Records of the log delivered to their units.");
        RecordsDeadLettered = _meter.CreateCounter<long>(
            "profiles.records.dead_lettered", "{record}", "Records put aside with a cause.");
        FoldRetries = _meter.CreateCounter<long>(
            "profiles.records.retried", "{record}", "Records delivered again after a failure.");
        CheckpointUnits = _meter.CreateCounter<long>(
            "profiles.checkpoint.units", "{unit}", "States written by checkpoints.");
        CheckpointSeconds = _meter.CreateHistogram<double>(
            "profiles.checkpoint.duration", "s", "Time that a checkpoint took.");
        TrendSeconds = _meter.CreateHistogram<double>(
            "profiles.trends.duration", "s", "Time that a snapshot of the trends took.");
    }

    public Counter<long> EventsAccepted { get; }

    public Counter<long> EventsDuplicate { get; }

    public Counter<long> EventsRefused { get; }

    public Counter<long> RecordsFolded { get; }

    public Counter<long> RecordsDeadLettered { get; }

    public Counter<long> FoldRetries { get; }

    public Counter<long> CheckpointUnits { get; }

    public Histogram<double> CheckpointSeconds { get; }

    public Histogram<double> TrendSeconds { get; }

    public static KeyValuePair<string, object?> PartitionTag(int partition) => new("partition", partition);

    /// <summary>Lag, positions and waiting readers of every partition, read when somebody looks.</summary>
    public void Observe(IEnumerable<Hosting.Partition> partitions)
    {
        _meter.CreateObservableGauge(
            "profiles.log.lag",
            () => partitions.Select(partition => new Measurement<long>(
                Math.Max(0, partition.Durable - partition.Progress.Folded), PartitionTag(partition.Number))),
            "{record}",
            "Durable records that are not folded yet.");
        _meter.CreateObservableCounter(
            "profiles.log.appended",
            () => partitions.Select(partition => new Measurement<long>(
                partition.Durable, PartitionTag(partition.Number))),
            "{record}",
            "Records made durable since the log began.");
        _meter.CreateObservableGauge(
            "profiles.checkpoint.behind",
            () => partitions.Select(partition => new Measurement<long>(
                partition.Progress.Folded - partition.States.CommittedPosition, PartitionTag(partition.Number))),
            "{record}",
            "Folded records that a restart after a crash would replay.");
    }
}
