using Profiles.Core.Folding;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// A viewer as one version of the model sees them: the vector, and live scores over the links of the model. Follows a
/// profile: what is new at the end of its history costs one rank-one update and one row of links; anything else (a
/// content played again, feedback on an older one, a history that slides past its bound) is worked out anew by the
/// very same chain of operations. So it does not matter how a viewer came to be: the same profile, the same bits.
/// Mutable; one owner.
/// </summary>
/// <remarks>
/// Memory, with d dimensions: 4·d bytes of vector and about 40 bytes a content of the history, always; 4·d² + 8·d
/// bytes of inverse, and 16 to 32 bytes for each content that the history leads to by each kind of
/// links, until <see cref="Release"/>.
/// </remarks>
public sealed class Viewer
{
    /// <summary>The most contents of a profile's history that count: the latest.</summary>
    public const int MaxHistory = 100;

    private readonly float[] _vector;
    private readonly SparseScores?[] _links = new SparseScores?[LinkKinds.Count];
    private List<HistoryItem> _history = [];
    private List<HistoryItem> _next = [];
    private UserVector? _solver;
    private bool _isWarm;
    private Profile? _profile;
    private long _version;
    private long _sequence;

    /// <summary>Creates the viewer of whom nothing is known.</summary>
    public Viewer(RankingModel model)
    {
        Model = model;
        _vector = model.Dimensions == 0 ? [] : new float[model.Dimensions];
    }

    /// <summary>The version of the model that sees them.</summary>
    public RankingModel Model { get; }

    /// <summary>The vector; empty where the model has no factors, zeros while nothing is known of the viewer.</summary>
    public ReadOnlySpan<float> Vector => _vector;

    /// <summary>How many contents the history has.</summary>
    public int HistoryCount => _history.Count;

    /// <summary>The id of a content of the history, 0 the oldest.</summary>
    public string HistoryAt(int index) => _history[index].ContentId;

    /// <summary>Whether the viewer chose a content of the history, rather than turning away from it.</summary>
    public bool IsChosen(int index) => !_history[index].IsTurnedFrom;

    /// <summary>The time of the profile's newest event, in unix milliseconds; null where there is none.</summary>
    public long? NewestMs { get; private set; }

    internal IReadOnlyList<HistoryItem> History => _history;

    /// <summary>Brings the viewer to a profile.</summary>
    public void Follow(Profile profile)
    {
        if (_isWarm && ReferenceEquals(profile, _profile) && profile.Version == _version
            && profile.LastSequence == _sequence && profile.NewestMs == (NewestMs ?? Profile.NoTime))
            return;

        HistoryItems.Collect(profile, Model, _next);
        var known = Extends(_next, _history) && _isWarm ? _history.Count : 0;
        if (known == 0) Restart();
        for (var i = known; i < _next.Count; i++) Add(_next[i]);
        if (known == 0 || known < _next.Count) _solver?.Solve(_vector);
        (_history, _next) = (_next, _history);
        (_profile, _version, _sequence) = (profile, profile.Version, profile.LastSequence);
        NewestMs = profile.NewestMs == Profile.NoTime ? null : profile.NewestMs;
    }

    /// <summary>
    /// Lets go of what can be worked out again; the vector and the history stay. The next <see cref="Follow"/> brings
    /// it back.
    /// </summary>
    public void Release()
    {
        _solver = null;
        _links.AsSpan().Clear();
        _next = [];
        _isWarm = false;
        _profile = null;
    }

    /// <summary>The sum of links from the history to a row of the model, before it is scaled.</summary>
    internal float LinksTo(LinkKind kind, int row) => _links[(int)kind] is { } scores ? scores[row] : 0;

    /// <summary>All sums of links from the history; null where there are none.</summary>
    internal SparseScores? LinksOf(LinkKind kind) => _links[(int)kind];

    private static bool Extends(List<HistoryItem> next, List<HistoryItem> history)
    {
        if (history.Count == 0 || next.Count < history.Count) return false;
        for (var i = history.Count - 1; i >= 0; i--)
            if (next[i] != history[i]) return false;
        return true;
    }

    private void Restart()
    {
        if (Model.Dimensions > 0)
        {
            _solver ??= new UserVector(Model.Dimensions);
            _solver.Restart(Model.Gram);
        }

        for (var kind = 0; kind < _links.Length; kind++)
        {
            if (Model.LinksOf((LinkKind)kind) is null) continue;
            (_links[kind] ??= new SparseScores()).Clear();
        }

        _isWarm = true;
    }

    private void Add(in HistoryItem item)
    {
        if (item.Row < 0) return;
        if (_solver is not null && item.Confidence > 0)
        {
            var factor = Model.FactorOf(item.Row);
            if (item.IsTurnedFrom) _solver.AddTurnedFrom(factor, item.Confidence);
            else _solver.Add(factor, item.Confidence, Model.FoldIn.Decay);
        }

        if (item.IsTurnedFrom) return;
        for (var kind = 0; kind < _links.Length; kind++)
            if (Model.LinksOf((LinkKind)kind) is { } links)
                _links[kind]!.Add(links, item.Row, Model.UseOf((LinkKind)kind).Decay);
    }
}
