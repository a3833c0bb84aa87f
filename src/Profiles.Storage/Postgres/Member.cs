using System.Collections.Immutable;

namespace Profiles.Storage.Postgres;

/// <summary>A silo of a cluster, as all of them see it.</summary>
/// <param name="Silo">Its address and generation, as one text.</param>
/// <param name="Status">What it is doing, by the name that Orleans gives it.</param>
public sealed record Member(string Silo, string Status)
{
    /// <summary>The status of a silo that works; such an entry is never cleaned up.</summary>
    public const string Active = "Active";

    /// <summary>Where clients reach it; 0 where they do not.</summary>
    public int GatewayPort { get; init; }

    public string HostName { get; init; } = "";

    public string Name { get; init; } = "";

    public string? RoleName { get; init; }

    public int UpdateZone { get; init; }

    public int FaultZone { get; init; }

    /// <summary>By its own clock.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>When it last said that it lives, by its own clock.</summary>
    public DateTime AliveAt { get; init; }

    /// <summary>Who suspects that it is dead, and since when.</summary>
    public ImmutableArray<Suspicion> Suspicions { get; init; } = [];

    /// <summary>Changes with every change of the entry but that of <see cref="AliveAt"/>.</summary>
    public string Etag { get; init; } = "";
}
