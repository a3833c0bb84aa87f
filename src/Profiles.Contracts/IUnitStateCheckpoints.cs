namespace Profiles.Contracts;

/// <summary>
/// Told by grains which of them have state that is not written yet, so that a checkpoint asks just those.
/// </summary>
public interface IUnitStateCheckpoints
{
    /// <summary>The grain's state changed and is not written.</summary>
    void MarkDirty(string grainKey);

    /// <summary>The grain wrote its state of its own accord.</summary>
    void MarkClean(string grainKey);

    /// <summary>The grain's state in memory is lost unwritten: what it lacks must be delivered again.</summary>
    void MarkDropped(string grainKey);
}
