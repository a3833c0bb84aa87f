using System.Collections.Immutable;

namespace Profiles.Storage.Postgres;

/// <summary>The silos of a cluster, and the version of that list, read at one moment.</summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Etag">What a change has to name, so that it builds on this version and no other.</param>
/// <param name="Members">The silos.</param>
public sealed record Membership(int Version, string Etag, ImmutableArray<Member> Members);
