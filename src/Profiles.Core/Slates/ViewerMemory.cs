using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Folding.Aggregators;
using Profiles.Core.Models;
using Profiles.Core.Ranking;

namespace Profiles.Core.Slates;

/// <summary>
/// What serving keeps of one viewer between requests: how the model sees them, what they played and turned from, and
/// the candidates that their history alone gives. Worked out from the profile, and anew where it changed. Mutable; one
/// owner.
/// </summary>
public sealed class ViewerMemory
{
    private const int MaxByLinks = 30;
    private const int MaxByFactors = 40;
    private const int MaxGenres = 16;

    private readonly List<PlayedContent> _played = [];
    private readonly Dictionary<int, int> _places = [];
    private readonly HashSet<int> _turnedFrom = [];
    private readonly List<GenreTaste> _genres = [];
    private int[]? _personal;
    private Profile? _profile;
    private long _version;
    private long _sequence;
    private bool _hasFollowed;

    /// <summary>Creates the memory of a viewer of whom nothing is known.</summary>
    /// <param name="model">The version of the model that sees them.</param>
    public ViewerMemory(RankingModel model) => Viewer = new Viewer(model);

    /// <summary>The viewer as the model sees them.</summary>
    public Viewer Viewer { get; }

    /// <summary>Whether nothing is known that a recommendation could stand on.</summary>
    public bool IsCold => _played.Count == 0 && Viewer.HistoryCount == 0;

    /// <summary>What was played last, the latest first.</summary>
    internal IReadOnlyList<PlayedContent> Played => _played;

    /// <summary>The genres that they are drawn to, the strongest first.</summary>
    internal IReadOnlyList<GenreTaste> Genres => _genres;

    /// <summary>Brings the memory to a profile.</summary>
    public void Follow(Profile profile, ContentIndex contents)
    {
        Viewer.Follow(profile);
        if (_hasFollowed && ReferenceEquals(profile, _profile) && profile.Version == _version
            && profile.LastSequence == _sequence)
            return;

        (_profile, _version, _sequence, _hasFollowed) = (profile, profile.Version, profile.LastSequence, true);
        _personal = null;
        _played.Clear();
        _places.Clear();
        _turnedFrom.Clear();
        var registers = profile.Recent.Registers;
        for (var i = registers.Length - 1; i >= 0; i--)
        {
            ref readonly var register = ref registers[i];
            var number = contents.Numbers.NumberOf(register.ContentId);
            if (number == ContentNumbers.None) continue;
            _places.TryAdd(number, _played.Count);
            _played.Add(new PlayedContent(
                number, register.Time, register.PositionMs, register.DurationMs, (register.Tie & 1) != 0));
        }

        foreach (ref readonly var register in profile.Feedback.Registers)
        {
            if (register.Type is not (ViewingEventType.Dislike or ViewingEventType.Dismiss)) continue;
            if (contents.Numbers.NumberOf(register.ContentId) is not ContentNumbers.None and var number)
                _turnedFrom.Add(number);
        }

        FollowGenres(profile);
    }

    /// <summary>Whether the viewer disliked or dismissed a content.</summary>
    internal bool HasTurnedFrom(int number) => _turnedFrom.Contains(number);

    /// <summary>Whether a content is remembered as watched to its end.</summary>
    internal bool HasWatched(ContentEntry entry) =>
        _profile is not null && _profile.Watched.Contains(entry.ContentHash);

    /// <summary>How far a content was played, where it is among the last that were.</summary>
    internal bool TryPlayed(ContentEntry entry, out PlayState state)
    {
        if (!_places.TryGetValue(entry.Number, out var place))
        {
            state = default;
            return false;
        }

        state = _played[place].StateOf(entry);
        return true;
    }

    /// <summary>
    /// The contents that the history leads to, by links and by factors; worked out when they are first asked for after
    /// a change.
    /// </summary>
    internal ReadOnlySpan<int> Personal(ServingMoment serving)
    {
        if (_personal is not null) return _personal;

        var ranking = serving.Ranking;
        Span<int> found = stackalloc int[LinkKinds.Count * MaxByLinks + MaxByFactors];
        var count = 0;
        for (var kind = 0; kind < LinkKinds.Count; kind++)
            count += Scorer.TopByLinks(Viewer, ranking, (LinkKind)kind, found.Slice(count, MaxByLinks));
        count += Scorer.TopByFactors(Viewer, ranking, found.Slice(count, MaxByFactors));
        return _personal = found[..count].ToArray();
    }

    private void FollowGenres(Profile profile)
    {
        _genres.Clear();
        foreach (var (genre, weight) in AffinityView.Finish(profile).Affinities.Genres)
        {
            if (weight <= 0 || _genres.Count == MaxGenres) break;
            _genres.Add(new GenreTaste(ContentVector.KeyOf(ContentFeature.Genre, genre), genre, weight));
        }
    }

    /// <summary>How much a viewer is drawn to a genre.</summary>
    internal readonly record struct GenreTaste(uint Key, string Genre, double Weight);
}
