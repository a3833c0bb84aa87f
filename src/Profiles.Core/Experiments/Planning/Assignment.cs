using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>What an experiment of a plan gives a unit: a variant, or why not.</summary>
public struct Assignment
{
    private string? _hashAttribute;
    private AttributeValue? _hashValue;
    private double _bucket;

    /// <summary>The experiment.</summary>
    public PlannedExperiment Experiment { readonly get; private set; }

    /// <summary>The place of the variant from 0; -1 where the unit has none.</summary>
    public int VariantIndex { readonly get; private set; }

    /// <summary>Why the unit has its variant, or none.</summary>
    public AssignmentReason Reason { readonly get; private set; }

    /// <summary>Whether the unit has a variant.</summary>
    public readonly bool IsAssigned => VariantIndex >= 0;

    /// <summary>Whether the variant is forced: then it takes effect, but is no exposure.</summary>
    public readonly bool IsForced => IsAssigned && Reason == AssignmentReason.Forced;

    /// <summary>Whether the variant, once it takes effect, is an exposure.</summary>
    public readonly bool IsExposure => IsAssigned && Reason != AssignmentReason.Forced;

    /// <summary>Whether the variant was assigned before.</summary>
    public readonly bool IsStickyUsed => Reason == AssignmentReason.Sticky;

    /// <summary>The variant; null where the unit has none.</summary>
    public readonly VariantDefinition? Variant => IsAssigned ? Experiment.Definition.Variants[VariantIndex] : null;

    /// <summary>The version of the experiment's buckets.</summary>
    public readonly int BucketVersion => Experiment.Definition.BucketVersion;

    /// <summary>The attribute that names the unit: the fallback where the hash attribute is missing.</summary>
    public readonly string HashAttribute => _hashAttribute ?? Experiment.Definition.HashAttribute;

    /// <summary>Its value; JSON's null where the variant is no exposure.</summary>
    public readonly AttributeValue HashValue => _hashValue ?? AttributeValue.Null;

    /// <summary>The unit's bucket, from 0 to 1; NaN where the variant is no exposure.</summary>
    public readonly double Bucket => IsExposure ? _bucket : double.NaN;

    /// <summary>Becomes what the experiment gave; called once.</summary>
    internal void Take(PlannedExperiment experiment, in ExperimentResult result)
    {
        Experiment = experiment;
        VariantIndex = result.VariantIndex;
        Reason = result.Reason;
        if (!result.IsExposure) return;
        _hashAttribute = result.HashAttribute;
        _hashValue = result.HashValue;
        _bucket = result.Bucket;
    }

    /// <summary>Becomes a forced variant, or a reason for none; called once.</summary>
    internal void Take(PlannedExperiment experiment, int variant, AssignmentReason reason)
    {
        Experiment = experiment;
        VariantIndex = variant;
        Reason = reason;
    }
}
