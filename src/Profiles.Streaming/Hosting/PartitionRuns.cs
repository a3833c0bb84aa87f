using Microsoft.Extensions.Logging;
using Profiles.Streaming.Checkpoints;
using Profiles.Streaming.DeadLetters;
using Profiles.Streaming.Pumping;
using Profiles.Streaming.Serving;

namespace Profiles.Streaming.Hosting;

/// <summary>Makes what runs a partition.</summary>
internal sealed class PartitionRuns(
    IUnitRecordDelivery delivery,
    IGrainFactory grains,
    DeadLetterBox deadLetters,
    StreamingInstruments instruments,
    SlateObserver slates,
    ProfilesHostOptions options,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly ILogger _pumpLogger = loggers.CreateLogger<PartitionPump>();
    private readonly ILogger _checkpointLogger = loggers.CreateLogger<PartitionCheckpointer>();
    private readonly ILogger _runLogger = loggers.CreateLogger<PartitionRun>();

    public PartitionRun Create(Partition partition) => new(
        partition,
        new PartitionPump(partition, delivery, deadLetters, slates, options, instruments, time, _pumpLogger),
        new PartitionCheckpointer(partition, grains, options, instruments, time, _checkpointLogger),
        _runLogger);
}
