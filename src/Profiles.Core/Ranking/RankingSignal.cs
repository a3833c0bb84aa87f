namespace Profiles.Core.Ranking;

/// <summary>
/// What a content is scored by. <c>ln</c> is the natural logarithm; counts are those of the trend snapshot; ages are at
/// the time of the request.
/// </summary>
public enum RankingSignal
{
    /// <summary>How much it is watched now: <c>ln(count + 0.05)</c> at a half-life of 6 hours.</summary>
    Trend6Hours = 0,

    /// <summary><c>ln(count + 0.1)</c> at a half-life of 1 day.</summary>
    Trend1Day = 1,

    /// <summary><c>ln(count + 0.2)</c> at a half-life of 3 days.</summary>
    Trend3Days = 2,

    /// <summary><c>ln(count + 0.3)</c> at a half-life of 10 days.</summary>
    Trend10Days = 3,

    /// <summary><c>ln(count + 0.5)</c> at a half-life of 30 days.</summary>
    Trend30Days = 4,

    /// <summary><c>ln(count + 0.5)</c> of all time.</summary>
    Popularity = 5,

    /// <summary>1 where nobody watched it yet.</summary>
    Unseen = 6,

    /// <summary><c>ln(1 + days since it was first watched)</c>; of the unseen, 0.</summary>
    FirstSeenAge = 7,

    /// <summary><c>ln(1 + years since its release)</c>, not below 0; where unknown, that of 10 years.</summary>
    ReleaseAge = 8,

    /// <summary>The product of the viewer's vector and the content's factor; 0 where it has none.</summary>
    Factors = 9,

    /// <summary>What came after what they watched: the links of <see cref="Models.LinkKind.Transitions"/>.</summary>
    Transitions = 10,

    /// <summary>What goes with what they watched: the links of <see cref="Models.LinkKind.CoWatched"/>.</summary>
    CoWatched = 11,

    /// <summary>What is two steps away: the links of <see cref="Models.LinkKind.TwoHop"/>.</summary>
    TwoHop = 12,

    /// <summary>
    /// What goes with what they watched, lately: the links of <see cref="Models.LinkKind.CoWatchedLately"/>.
    /// </summary>
    CoWatchedLately = 13,

    /// <summary>
    /// What is watched in one sitting with it: the links of <see cref="Models.LinkKind.SameSession"/>.
    /// </summary>
    SameSession = 14,

    /// <summary>The cosine of its content vector and the sum of those of the history, fading.</summary>
    ContentAffinity = 15,

    /// <summary>1 where it is of the series of one of the last contents watched.</summary>
    SameSeries = 16,

    /// <summary><c>ln(1 + years between its release and the last content's)</c>.</summary>
    ReleaseDistance = 17,

    /// <summary>
    /// The links of <see cref="CoWatched"/> of what is not watched anyway: <c>ln(1 + 5 · scale · sum / √(n + 2))</c>,
    /// with n the content's count of all time.
    /// </summary>
    CoWatchedLift = 18,

    /// <summary>The same of <see cref="CoWatchedLately"/>.</summary>
    CoWatchedLatelyLift = 19,

    /// <summary>The same of <see cref="SameSession"/>.</summary>
    SameSessionLift = 20,

    /// <summary>The same of <see cref="Transitions"/>.</summary>
    TransitionsLift = 21,

    /// <summary>
    /// How much more of its genres they watch than everyone does: the mean over its genres of
    /// <c>ln((h + 8·P) / (H + 8) / P)</c>, with h the genre's share of the history, fading, H the sum of h over genres
    /// and P everyone's share (<see cref="Models.RankerWeights.GenreShares"/>); 0 where it has no genre.
    /// </summary>
    GenreTaste = 22,
}
