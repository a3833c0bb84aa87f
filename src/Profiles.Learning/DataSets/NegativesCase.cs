using System.Collections.Immutable;

namespace Profiles.Learning.DataSets;

/// <summary>A test case: the relevant item among some that are not.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Item">The number of the relevant item.</param>
/// <param name="Negatives">The numbers of the others.</param>
public sealed record NegativesCase(int User, int Item, ImmutableArray<int> Negatives);
