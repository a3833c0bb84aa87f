using Profiles.Core.Experiments.Definitions;

namespace Profiles.Storage.Experiments;

/// <summary>
/// The configuration of all experiments in one document, and the log of who changed what, written together: there is no
/// change without its entry. Any thread.
/// </summary>
public interface IExperimentStore : IDisposable
{
    /// <summary>The most entries that are read at once.</summary>
    const int MaxRead = 1_000;

    /// <summary>What faults call it.</summary>
    string Name { get; }

    /// <summary>The configuration; null where none was ever written.</summary>
    ExperimentDocument? Read();

    /// <summary>Writes the next version with what changed.</summary>
    /// <param name="document">The whole configuration.</param>
    /// <param name="changes">What changed.</param>
    /// <returns>False, with nothing written, where another version is kept than the one before.</returns>
    /// <exception cref="StorageUnavailableException">Storage refused; nothing was written.</exception>
    bool TryWrite(ExperimentDocument document, IReadOnlyList<ExperimentAudit> changes);

    /// <summary>Changes, the latest first.</summary>
    /// <param name="kind">Of these things; null for all.</param>
    /// <param name="key">Of the one with this key; null for all.</param>
    /// <param name="beforeId">Those before this one; null for the latest.</param>
    /// <param name="limit">How many at most, 1 to <see cref="MaxRead"/>.</param>
    IReadOnlyList<ExperimentAudit> ReadAudit(string? kind, string? key, long? beforeId, int limit);
}
