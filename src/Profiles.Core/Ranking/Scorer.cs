using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

/// <summary>
/// Scores contents for a viewer. The score is a sum of signals, each times a weight that depends on the context:
/// <code>
/// score(content)           = Σ_s weight(s, context) · signal(s, content)
/// contribution(s, content) = weight(s, context) · (signal(s, content) − mean(s))
/// </code>
/// with the mean over the contents that the weights were fitted on. A content's reason is the group of signals whose
/// contributions sum to most. Pure and deterministic: serving, training and evaluation call this.
/// </summary>
public static partial class Scorer
{
    /// <summary>How many groups of signals there are.</summary>
    internal const int GroupCount = 5;

    /// <summary>Scores candidates by their signals.</summary>
    /// <param name="model">The version whose weights count.</param>
    /// <param name="signals">Their signals, of <see cref="Signals"/>.</param>
    /// <param name="scores">At least as many as there are candidates; the first ones are overwritten.</param>
    public static void Score(RankingModel model, SignalTable signals, Span<float> scores)
    {
        Span<float> weights = stackalloc float[RankingSignals.Count];
        model.Weights.In(signals.Context, weights);
        scores = scores[..signals.Count];
        scores.Clear();
        for (var signal = 0; signal < weights.Length; signal++)
            if (weights[signal] != 0) AddScaled(scores, weights[signal], signals[(RankingSignal)signal]);
    }

    /// <summary>The score of one row, with the bits that it had among others.</summary>
    /// <param name="model">The version whose weights count.</param>
    /// <param name="row">The row of <see cref="SignalTable.CopyRow"/>.</param>
    public static float Score(RankingModel model, ReadOnlySpan<float> row)
    {
        Span<float> weights = stackalloc float[RankingSignals.Count];
        model.Weights.In(row[RankingSignals.Count..], weights);
        var score = 0f;
        for (var signal = 0; signal < weights.Length; signal++)
            if (weights[signal] != 0) score += weights[signal] * row[signal];
        return score;
    }

    /// <summary>What each signal of a row contributes to its score, beyond what it does on average.</summary>
    /// <param name="model">The version whose weights count.</param>
    /// <param name="row">The row of <see cref="SignalTable.CopyRow"/>.</param>
    /// <param name="contributions"><see cref="RankingSignals.Count"/> values; overwritten.</param>
    public static void Contributions(RankingModel model, ReadOnlySpan<float> row, Span<float> contributions)
    {
        model.Weights.In(row[RankingSignals.Count..], contributions);
        var means = model.Weights.Means;
        for (var signal = 0; signal < RankingSignals.Count; signal++)
            contributions[signal] *= row[signal] - means[signal];
    }

    /// <summary>What each group contributes: the sum over its signals.</summary>
    /// <param name="contributions">Those of <see cref="Contributions"/>.</param>
    /// <param name="groups"><see cref="GroupCount"/> values; overwritten.</param>
    internal static void SumByGroup(ReadOnlySpan<float> contributions, Span<float> groups)
    {
        groups.Clear();
        for (var signal = 0; signal < contributions.Length; signal++)
            groups[(int)((RankingSignal)signal).Group()] += contributions[signal];
    }

    /// <summary>The place of the largest value; of equal ones the first.</summary>
    internal static int IndexOfFirstLargest(this Span<float> values)
    {
        var largest = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[largest]) largest = i;
        return largest;
    }

    private static void AddScaled(Span<float> scores, float weight, ReadOnlySpan<float> signal)
    {
        var whole = scores.Length & ~(VectorMath.Lanes - 1);
        VectorMath.AddScaled(scores[..whole], weight, signal[..whole]);
        for (var i = whole; i < scores.Length; i++) scores[i] += weight * signal[i];
    }
}
