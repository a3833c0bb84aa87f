using Profiles.Core.Units;

namespace Profiles.Learning.Replaying;

/// <summary>A unit while the log is replayed.</summary>
/// <param name="number">Its number, from 0 in order of its first record.</param>
public sealed class ReplayedUnit(int number)
{
    private readonly HashSet<int> _chosen = [];

    /// <summary>Its number, from 0 in order of its first record.</summary>
    public int Number => number;

    /// <summary>What serving knows of it.</summary>
    public UnitState State { get; } = new();

    /// <summary>The numbers of the contents that it chose so far.</summary>
    public IReadOnlySet<int> Chosen => _chosen;

    internal bool Choose(int content) => _chosen.Add(content);
}
