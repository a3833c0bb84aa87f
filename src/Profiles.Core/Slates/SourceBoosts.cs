using Profiles.Core.Models;

namespace Profiles.Core.Slates;

/// <summary>
/// What sources add to scores. A boost is a multiple of how far scores of the model lie apart, so that it lifts a
/// content as far whatever the model's scale is.
/// </summary>
internal static class SourceBoosts
{
    /// <summary>What a boost of 1 adds.</summary>
    /// <param name="weights">The model's, which know the deviation of the scores that they were fitted on.</param>
    /// <param name="scores">The scores of the request's candidates, whose deviation stands in where it is not known.
    /// </param>
    public static float UnitOf(RankerWeights weights, ReadOnlySpan<float> scores)
    {
        if (weights.ScoreDeviation > 0) return weights.ScoreDeviation;
        var (sum, squares) = (0.0, 0.0);
        foreach (var score in scores)
        {
            sum += score;
            squares += (double)score * score;
        }

        var mean = sum / Math.Max(1, scores.Length);
        var deviation = (float)Math.Sqrt(Math.Max(0, squares / Math.Max(1, scores.Length) - mean * mean));

        // Where all scores are the same, anything that is added decides.
        return deviation > 0 ? deviation : 1;
    }

    /// <summary>
    /// The score below which a content would not be in the slate: that of the best candidate that is past its limit.
    /// </summary>
    /// <param name="candidates">The candidates with their scores.</param>
    /// <param name="ranked">Those of the surface's own sources, the best first.</param>
    /// <param name="limit">How many contents the slate has at most.</param>
    /// <param name="keepsOrder">Whether it is the sources that order the slate: then they put all of it there.</param>
    public static float CutoffOf(CandidateList candidates, ReadOnlySpan<int> ranked, int limit, bool keepsOrder) =>
        keepsOrder ? float.PositiveInfinity
        : ranked.Length > limit ? candidates.Scores[ranked[limit]]
        : float.NegativeInfinity;
}
