using System.Globalization;

namespace Profiles.Streaming.Rebuilding;

/// <summary>What the log says of a moment, and of the slates that were served up to it.</summary>
public sealed class SlateRebuildReport
{
    /// <summary>The most differences that are kept by name; further ones are counted.</summary>
    public const int MaxDifferencesListed = 1000;

    private readonly List<string> _differences = [];
    private readonly SortedDictionary<string, long> _unverifiable = new(StringComparer.Ordinal);

    /// <summary>Users of whom anything was known.</summary>
    public long Users { get; internal set; }

    /// <summary>Devices of which anything was known by itself.</summary>
    public long Devices { get; internal set; }

    /// <summary>Records that the log had taken.</summary>
    public long Records { get; internal set; }

    /// <summary>Records that this build cannot read.</summary>
    public long Undecodable { get; internal set; }

    /// <summary>Slates served up to the moment that are logged.</summary>
    public long Slates { get; internal set; }

    /// <summary>Values that were worked out again and compared, bit for bit.</summary>
    public long Values { get; internal set; }

    /// <summary>Values, or contents and profiles, that are not what was logged.</summary>
    public long DifferenceCount { get; private set; }

    /// <summary>Slates that can no longer be worked out.</summary>
    public long Unverifiable => _unverifiable.Values.Sum();

    /// <summary>Why, with how many each.</summary>
    public IReadOnlyDictionary<string, long> UnverifiableReasons => _unverifiable;

    /// <summary>The first differences, a line each.</summary>
    public IReadOnlyList<string> Differences => _differences;

    internal void CountUnverifiable(string reason) =>
        _unverifiable[reason] = _unverifiable.GetValueOrDefault(reason) + 1;

    internal void Differ(string slateId, string what)
    {
        DifferenceCount++;
        if (_differences.Count < MaxDifferencesListed)
            _differences.Add(string.Create(CultureInfo.InvariantCulture, $"slate {slateId}: {what}"));
    }
}
