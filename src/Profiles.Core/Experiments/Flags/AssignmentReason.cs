namespace Profiles.Core.Experiments.Flags;

/// <summary>Why a unit has its variant, or none.</summary>
public enum AssignmentReason
{
    /// <summary>Nothing was asked.</summary>
    None,

    /// <summary>Its bucket is the variant's.</summary>
    Bucket,

    /// <summary>It was assigned the variant before.</summary>
    Sticky,

    /// <summary>The caller, the URL or the experiment forces the variant. Never an exposure.</summary>
    Forced,

    /// <summary>There are fewer than two variants.</summary>
    TooFewVariants,

    /// <summary>The caller turned experiments off.</summary>
    Disabled,

    /// <summary>The experiment is a draft, inactive, paused or stopped.</summary>
    NotRunning,

    /// <summary>The page is none that the experiment is for.</summary>
    NotAtUrl,

    /// <summary>The unit has no value to hash.</summary>
    NoHashAttribute,

    /// <summary>The unit is in another part of the layer (a filter or a namespace).</summary>
    NotInLayer,

    /// <summary>The unit does not meet the condition.</summary>
    NotTargeted,

    /// <summary>Another flag has not the value that is needed.</summary>
    Prerequisite,

    /// <summary>The unit is held out.</summary>
    Holdout,

    /// <summary>The hash has a version that is unknown.</summary>
    UnknownHashVersion,

    /// <summary>The unit was assigned a variant of a bucket version that is excluded now.</summary>
    BlockedBucketVersion,

    /// <summary>The unit's bucket belongs to no variant.</summary>
    NotInCoverage,

    /// <summary>The caller asked for no variants but forced ones.</summary>
    QualityAssurance,
}
