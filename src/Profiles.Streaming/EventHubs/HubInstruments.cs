using System.Diagnostics.Metrics;

namespace Profiles.Streaming.EventHubs;

/// <summary>What reading a hub measures. Names are stable.</summary>
internal sealed class HubInstruments
{
    private readonly Meter _meter;

    public HubInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(StreamingInstruments.MeterName);
        Messages = _meter.CreateCounter<long>("profiles.hub.messages", "{message}", "Messages of the hub taken.");
        SetAside = _meter.CreateCounter<long>(
            "profiles.hub.set_aside", "{message}", "Messages of the hub that became dead letters.");
        Refusals = _meter.CreateCounter<long>(
            "profiles.hub.refusals", "{refusal}", "Times that the log took no messages of the hub, which then waited.");
        Faults = _meter.CreateCounter<long>(
            "profiles.hub.faults", "{fault}", "Times that reading a partition of the hub ended and was begun again.");
    }

    public Counter<long> Messages { get; }

    public Counter<long> SetAside { get; }

    public Counter<long> Refusals { get; }

    public Counter<long> Faults { get; }

    public static KeyValuePair<string, object?> PartitionTag(string partition) => new("hub_partition", partition);

    /// <summary>How far behind each partition is, read when somebody looks.</summary>
    public void Observe(Func<IEnumerable<HubPartitionRun>> runs) => _meter.CreateObservableGauge(
        "profiles.hub.lag",
        () => runs().Select(run => new Measurement<long>(run.Lag, PartitionTag(run.Place.Partition))),
        "{message}",
        "Messages in the hub that are not taken yet, of the partitions that this host reads.");
}
