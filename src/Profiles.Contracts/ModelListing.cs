using System.Collections.Immutable;

namespace Profiles.Contracts;

/// <summary>One version of the model.</summary>
/// <param name="Version">Its name.</param>
/// <param name="CreatedAt">When it was trained; null where its manifest cannot be read.</param>
/// <param name="Events">How many events it learnt from.</param>
/// <param name="Items">How many contents it knows.</param>
/// <param name="Dimensions">The length of its factors.</param>
/// <param name="Metrics">Its offline metrics.</param>
/// <param name="Refusal">Why it cannot be used; null where nothing is known against it.</param>
public sealed record ModelListing(
    string Version, DateTimeOffset? CreatedAt, long Events, int Items, int Dimensions,
    ImmutableSortedDictionary<string, double> Metrics, string? Refusal);
