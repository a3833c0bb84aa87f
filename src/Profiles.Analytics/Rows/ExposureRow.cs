using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>An exposure as it stands in SQL.</summary>
internal sealed record ExposureRow
{
    public required UnitKey Logged { get; init; }

    /// <summary>Whose outcomes count for it: the user of a linked device, else the logged unit.</summary>
    public required UnitKey Owner { get; init; }

    public required CountedUnit Unit { get; init; }

    public required string Experiment { get; init; }

    public required int BucketVersion { get; init; }

    public required string Variant { get; init; }

    public required long OccurredAtUnixMs { get; init; }

    public required string HashAttribute { get; init; }

    public required string HashValue { get; init; }

    public required long PlanVersion { get; init; }

    public string? SlateId { get; init; }

    public string? Device { get; init; }

    public string? Territory { get; init; }

    /// <summary>All dimensions, as a JSON object.</summary>
    public required string Dimensions { get; init; }
}
