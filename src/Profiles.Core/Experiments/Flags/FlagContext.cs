using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>For whom, and where, flags are evaluated.</summary>
/// <param name="attributes">
/// What is known of the unit. A name is looked up as GrowthBook does: <c>counters.plays</c> is <c>plays</c> of
/// <c>counters</c>.
/// </param>
public readonly struct FlagContext(IAttributes attributes)
{
    /// <summary>What is known of the unit.</summary>
    public IAttributes Attributes { get; } = attributes;

    /// <summary>
    /// What units were assigned before. Without it nothing is sticky, and fallback attributes are not used.
    /// </summary>
    public IStickyAssignments? Sticky { get; init; }

    /// <summary>Learns of exposures; may be null.</summary>
    public IExposureObserver? Exposures { get; init; }

    /// <summary>Variants by the key of an experiment that are forced; may be null.</summary>
    public IReadOnlyDictionary<string, int>? ForcedVariants { get; init; }

    /// <summary>Values by the key of a flag that are forced; may be null.</summary>
    public IReadOnlyDictionary<string, FlagValue>? ForcedFlags { get; init; }

    /// <summary>
    /// The page; its query may force a variant, as <c>?EXPERIMENT=1</c>. Null where there is none.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Whether no experiment runs.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether no experiment assigns variants but forced ones.</summary>
    public bool IsQualityAssurance { get; init; }
}
