using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>The names of reasons.</summary>
public static class AssignmentReasons
{
    /// <summary>The name, as answers have it.</summary>
    public static string Name(this AssignmentReason reason) => reason switch
    {
        AssignmentReason.Bucket => "assigned",
        AssignmentReason.Sticky => "sticky",
        AssignmentReason.Forced => "forced",
        AssignmentReason.TooFewVariants => "too-few-variants",
        AssignmentReason.Disabled => "disabled",
        AssignmentReason.NotRunning => "not-running",
        AssignmentReason.NotAtUrl => "not-at-url",
        AssignmentReason.NoHashAttribute => "no-hash-attribute",
        AssignmentReason.NotInLayer => "layer",
        AssignmentReason.NotTargeted => "not-targeted",
        AssignmentReason.Prerequisite => "prerequisite",
        AssignmentReason.Holdout => "holdout",
        AssignmentReason.UnknownHashVersion => "unknown-hash-version",
        AssignmentReason.BlockedBucketVersion => "blocked-bucket-version",
        AssignmentReason.NotInCoverage => "not-in-coverage",
        AssignmentReason.QualityAssurance => "quality-assurance",
        _ => "none",
    };
}
