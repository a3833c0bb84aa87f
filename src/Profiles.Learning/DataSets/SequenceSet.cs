using System.Collections.Immutable;

namespace Profiles.Learning.DataSets;

/// <summary>What each user took, in order of time.</summary>
/// <param name="Users">The users.</param>
/// <param name="Items">The items.</param>
/// <param name="Sequences">By the user's number, the numbers of their items, the oldest first.</param>
public sealed record SequenceSet(IdTable Users, IdTable Items, ImmutableArray<ImmutableArray<int>> Sequences);
