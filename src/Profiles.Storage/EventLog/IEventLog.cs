namespace Profiles.Storage.EventLog;

/// <summary>
/// The durable log of one partition: appended in groups, read from any sequence, exact about duplicates over all that
/// it keeps.
/// </summary>
public interface IEventLog : IAsyncDisposable
{
    int Partition { get; }

    /// <summary>The oldest record that is kept, or the one that comes first.</summary>
    long FirstSequence { get; }

    /// <summary>
    /// The newest durable record that is known of; one less than <see cref="FirstSequence"/> in an empty log.
    /// </summary>
    long LastSequence { get; }

    /// <summary>
    /// The newest durable record, also where another host has appended it a moment ago.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage cannot be read now.</exception>
    ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => ValueTask.FromResult(LastSequence);

    /// <summary>Bytes of all that is kept.</summary>
    long Bytes { get; }

    StorageHealth Health { get; }

    /// <summary>The position up to which everything is checkpointed: retention keeps what comes after.</summary>
    long ReleasePosition { get; set; }

    /// <summary>
    /// Completes when every event of the batch is durable, and the original of every duplicate. A batch is all or
    /// nothing; batches are written in the order of the calls.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage refused; nothing of the batch is in the log.</exception>
    /// <exception cref="ArgumentException">The batch or one of its payloads is larger than allowed.</exception>
    ValueTask AppendAsync(AppendBatch batch);

    /// <summary>Holds retention back for one more reader.</summary>
    EventLogHold Hold();

    /// <summary>A reader from the given sequence on, or from the first that is kept.</summary>
    IEventLogReader OpenReader(long fromSequence = 0);
}
