using System.Collections.Immutable;
using Profiles.Core.Models;
using Profiles.Learning.Factors;
using Profiles.Learning.Links;
using Profiles.Learning.Rankers;
using Profiles.Learning.Texts;

namespace Profiles.Learning.Training;

/// <summary>What a model version is trained with. The defaults were chosen on validation parts.</summary>
public sealed record TrainingOptions
{
    /// <summary>Of the items' factors; null for none.</summary>
    public AlsOptions? Factors { get; init; } = new() { Dimensions = 32, Sweeps = 6 };

    /// <summary>What of a viewer's history each newer content leaves of the preference for those before.</summary>
    public float FoldInDecay { get; init; } = 0.95f;

    /// <summary>Of the links of pairs, by kind; a kind that is missing is not trained.</summary>
    public ImmutableSortedDictionary<LinkKind, LinkOptions> Links { get; init; } = DefaultLinks.OfLogs;

    /// <summary>Of what is two hops away; null for none.</summary>
    public TwoHopOptions? TwoHops { get; init; }

    /// <summary>Of the map from contents' texts to factors, where texts are given.</summary>
    public TextMapOptions Texts { get; init; } = new();

    /// <summary>Of the weights of the signals.</summary>
    public RankerOptions Ranker { get; init; } = new();

    /// <summary>How many threads may work; −1 for one a core. It changes no bit.</summary>
    public int Threads { get; init; } = -1;
}
