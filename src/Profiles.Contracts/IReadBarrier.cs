using Profiles.Core.Units;

namespace Profiles.Contracts;

/// <summary>Holds a read back until the profile it asks for includes what an acknowledgement covered.</summary>
public interface IReadBarrier
{
    /// <summary>
    /// Waits until the unit's profile includes every event under the token, also those that reach it by way of a linked
    /// device's partition.
    /// </summary>
    /// <returns>
    /// False where that did not happen within the time limit, or the token names what this log never held.
    /// </returns>
    ValueTask<bool> WaitAsync(UnitKey unit, ReadToken token, TimeSpan timeout, CancellationToken cancellationToken);
}
