using Profiles.Core.Units;

namespace Profiles.Streaming.Rebuilding;

/// <summary>What a rebuild found.</summary>
public sealed class RebuildReport
{
    private readonly List<string> _differences = [];

    /// <summary>Units compared: users, and devices.</summary>
    public long Units { get; private set; }

    /// <summary>Users among them.</summary>
    public long Users { get; private set; }

    /// <summary>Records of the log folded again.</summary>
    public long Records { get; internal set; }

    /// <summary>Records that today's code cannot read; they are dead letters.</summary>
    public long Undecodable { get; internal set; }

    /// <summary>Units, and partitions' trend counters, that are not the live ones, byte for byte.</summary>
    public long DifferenceCount { get; private set; }

    /// <summary>
    /// Units that differ in a partition whose oldest segments are gone by retention: no longer possible to verify.
    /// </summary>
    public long Unverifiable { get; private set; }

    /// <summary>The first differences, a line each.</summary>
    public IReadOnlyList<string> Differences => _differences;

    internal void CountTrends(int partition, bool isWhole) =>
        Differ($"the trend counters of partition {partition}", "differ from the saved ones", isWhole);

    internal void Count(string key, string? difference, bool isWhole)
    {
        Units++;
        if (UnitKey.TryParse(key, out var unit) && unit.Kind == UnitKind.User) Users++;
        if (difference is not null) Differ(key, difference, isWhole);
    }

    private void Differ(string what, string difference, bool isWhole)
    {
        if (!isWhole)
        {
            Unverifiable++;
            return;
        }

        DifferenceCount++;
        if (_differences.Count < ProfileRebuild.MaxDifferencesListed) _differences.Add($"{what} {difference}");
    }
}
