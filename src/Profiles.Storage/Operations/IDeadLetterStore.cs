namespace Profiles.Storage.Operations;

/// <summary>
/// Events that could not be folded, until someone replays them. One letter for each place in the log: adding it again
/// updates the cause. Any thread.
/// </summary>
public interface IDeadLetterStore : IDisposable
{
    /// <summary>
    /// Adds all letters in one transaction. A letter that was replayed and failed again is open again.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Storage refused; none was added.</exception>
    void Add(IReadOnlyCollection<DeadLetter> letters);

    /// <summary>Letters in the order of their ids.</summary>
    IReadOnlyList<DeadLetter> List(DeadLetterFilter filter);

    /// <summary>False when there is no such letter, or it was replayed already.</summary>
    /// <exception cref="StorageUnavailableException">Storage refused.</exception>
    bool MarkReplayed(long id, DateTimeOffset at);

    /// <summary>Letters that wait to be replayed, by cause.</summary>
    IReadOnlyDictionary<string, long> CountByCause();
}
