using Profiles.Core.Catalogue;
using Profiles.Storage.EventLog;
using Profiles.Storage.States;
using Profiles.Streaming.Checkpoints;
using Profiles.Streaming.Pumping;
using Profiles.Streaming.Trends;

namespace Profiles.Streaming.Hosting;

/// <summary>
/// One partition as the host that folds it has it: its log, the states of its units, and how far folding has got.
/// </summary>
internal sealed class Partition : IAsyncDisposable
{
    private long _validUntil = long.MaxValue;

    public Partition(IEventLog log, IPartitionStateStore states, ContentNumbers contents, long epoch = 0)
    {
        Number = log.Partition;
        Epoch = epoch;
        Log = log;
        States = states;
        Progress = new FoldProgress(Math.Max(states.CommittedPosition, log.FirstSequence));
        Trends = new PartitionTrends(this, contents);
    }

    public int Number { get; }

    /// <summary>
    /// How often the partition has changed hands: a grain that was activated in an earlier epoch knows too little.
    /// </summary>
    public long Epoch { get; }

    public IEventLog Log { get; }

    public IPartitionStateStore States { get; }

    /// <summary>The sequence after the last durable record.</summary>
    public long Durable => Log.LastSequence + 1;

    public FoldProgress Progress { get; }

    /// <summary>What is watched, as counted so far.</summary>
    public PartitionTrends Trends { get; }

    public DirtyUnits Dirty { get; } = new();

    public DroppedUnits Dropped { get; } = new();

    /// <summary>
    /// The time stamp after which another host may fold the partition, so that this one no longer answers for it.
    /// </summary>
    public long ValidUntil
    {
        get => Volatile.Read(ref _validUntil);
        set => Volatile.Write(ref _validUntil, value);
    }

    /// <summary>Where the log ended when the process started: folding past it makes the partition ready.</summary>
    public long ReadyPosition { get; set; }

    /// <summary>Records put aside since the process started.</summary>
    public long DeadLetters;

    /// <summary>Why folding stands still; null while it goes on.</summary>
    public volatile string? Fault;

    public ValueTask DisposeAsync() => States.DisposeAsync();
}
