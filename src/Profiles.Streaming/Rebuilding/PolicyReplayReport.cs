namespace Profiles.Streaming.Rebuilding;

/// <summary>What a replay of slates under another policy gave.</summary>
public sealed class PolicyReplayReport
{
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly List<ReplayedPlace> _places = [];

    /// <summary>Slates of the log that were looked at: home slates, the latest ones.</summary>
    public long Slates { get; internal set; }

    /// <summary>Those that were made again exactly.</summary>
    public long Replayed { get; internal set; }

    /// <summary>Those of them that were served before the evaluated version was trained, which may have learnt from
    /// what came of them.</summary>
    public long BeforeTraining { get; internal set; }

    /// <summary>Why others were left out, with how many each.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => _leftOut;

    /// <summary>Every content of every slate that was made again.</summary>
    public IReadOnlyList<ReplayedPlace> Places => _places;

    internal void LeaveOut(string reason) => _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + 1;

    internal void Add(in ReplayedPlace place) => _places.Add(place);
}
