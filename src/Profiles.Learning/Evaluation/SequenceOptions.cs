using Profiles.Learning.Factors;
using Profiles.Learning.Rankers;
using Profiles.Learning.Training;

namespace Profiles.Learning.Evaluation;

/// <summary>How the next item of sequences is evaluated.</summary>
public sealed record SequenceOptions
{
    /// <summary>
    /// Among drawn items, taste counts for more than what comes next: with factors, and weights fitted among drawn
    /// items.
    /// </summary>
    public static SequenceOptions ForNegatives { get; } = new()
    {
        Refit = true,
        Training = new TrainingOptions
        {
            Factors = new AlsOptions(),
            FoldInDecay = 1,
            Links = DefaultLinks.OfSequences,
            TwoHops = new TwoHopOptions { Scale = 0 },
            Ranker = new RankerOptions
            {
                MaxSamples = 10_000,
                TopByTrend = 0,
                TopByModel = 0,
                RandomContents = 99,
            },
        },
    };

    /// <summary>
    /// Whether the model that is tested learns from the validation items too. The published tables mostly do not.
    /// </summary>
    public bool Refit { get; init; }

    /// <summary>The length of the lists.</summary>
    public int K { get; init; } = 10;

    /// <summary>What models are trained with.</summary>
    public TrainingOptions Training { get; init; } = new()
    {
        Factors = null,
        Links = DefaultLinks.OfSequences,
        TwoHops = new TwoHopOptions { Scale = 0 },
        Ranker = new RankerOptions
        {
            MaxSamples = 10_000,
            TopByTrend = 0,
            TopByModel = 60,
            RandomContents = 10,
        },
    };
}
