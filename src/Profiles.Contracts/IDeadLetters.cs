namespace Profiles.Contracts;

/// <summary>Records that could not be folded, kept with their cause until someone replays them.</summary>
public interface IDeadLetters
{
    /// <summary>The most rows that one list answers.</summary>
    const int MaxListed = 1000;

    /// <summary>The oldest letters first, those not yet replayed unless told otherwise.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ListAsync(
        int limit, bool includeReplayed, CancellationToken cancellationToken);

    /// <summary>Appends letters to the log again, so that today's code folds them; all of them without ids.</summary>
    /// <returns>How many were appended.</returns>
    ValueTask<int> ReplayAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);
}
