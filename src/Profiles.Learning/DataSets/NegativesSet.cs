using System.Collections.Immutable;

namespace Profiles.Learning.DataSets;

/// <summary>
/// What each user took in training, and one item of each that is to be told from items they did not take (He et al.,
/// "Neural collaborative filtering", 2017).
/// </summary>
/// <param name="Training">The training part, by user in order of time.</param>
/// <param name="Cases">The test cases.</param>
public sealed record NegativesSet(SequenceSet Training, ImmutableArray<NegativesCase> Cases);
