namespace Profiles.Storage.EventLog;

/// <summary>
/// Reads the durable records of one partition in order. Used by one loop at a time; a log has any number of readers.
/// A reader whose next record is no longer kept goes on with the first that is.
/// </summary>
public interface IEventLogReader : IDisposable
{
    /// <summary>The first sequence that the next read returns.</summary>
    long NextSequence { get; }

    /// <summary>
    /// Fills the batch, waiting while there is nothing to read. False when the log has ended: it was closed, or it is
    /// read at rest.
    /// </summary>
    /// <exception cref="EventLogCorruptException">The next record is damaged.</exception>
    /// <exception cref="StorageUnavailableException">Storage cannot be read now.</exception>
    ValueTask<bool> ReadAsync(EventLogReadBatch batch, CancellationToken cancellation = default);
}
