using System.Collections.Immutable;

namespace Profiles.Contracts;

/// <summary>The versions of the model at one moment.</summary>
/// <param name="Serving">The version that scores slates; <c>untrained</c> while there is none.</param>
/// <param name="Current">The version that was promoted last; another than serves where it was refused.</param>
/// <param name="Previous">Those that served before, the latest first.</param>
/// <param name="Shadow">The version in the shadow; null for none.</param>
/// <param name="Fault">Why the promoted version or the shadow was refused; null where all is well.</param>
/// <param name="Versions">All versions, the newest first.</param>
public sealed record ModelStatus(
    string Serving, string? Current, ImmutableArray<string> Previous, string? Shadow, string? Fault,
    ImmutableArray<ModelListing> Versions);
