using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>What an experiment gave a unit.</summary>
public struct ExperimentResult
{
    private string? _hashAttribute;
    private AttributeValue? _hashValue;

    /// <summary>The experiment; null where none was evaluated.</summary>
    public FlagExperiment? Experiment { readonly get; internal set; }

    /// <summary>The key of the flag that ran the experiment; null where it ran by itself.</summary>
    public string? Flag { readonly get; internal set; }

    /// <summary>The place of the variant from 0; 0 where the unit is not in the experiment.</summary>
    public int VariantIndex { readonly get; internal set; }

    /// <summary>Whether the unit is in the experiment.</summary>
    public bool IsInExperiment { readonly get; internal set; }

    /// <summary>Whether the variant was chosen by hashing or kept, not forced: only that is an exposure.</summary>
    public bool IsHashUsed { readonly get; internal set; }

    /// <summary>Whether the variant, or the exclusion, comes from an earlier assignment.</summary>
    public bool IsStickyUsed { readonly get; internal set; }

    /// <summary>Why.</summary>
    public AssignmentReason Reason { readonly get; internal set; }

    /// <summary>The attribute that names the unit.</summary>
    public string HashAttribute
    {
        readonly get => _hashAttribute ?? FlagExperiment.DefaultHashAttribute;
        internal set => _hashAttribute = value;
    }

    /// <summary>Its value; JSON's null where it is missing or empty.</summary>
    public AttributeValue HashValue
    {
        readonly get => _hashValue ?? AttributeValue.Null;
        internal set => _hashValue = value;
    }

    /// <summary>The unit's bucket, from 0 to 1; NaN where the variant was not chosen by hashing or kept.</summary>
    public double Bucket { readonly get; internal set; }

    /// <summary>Of a contextual bandit, the context whose weights chose the variant.</summary>
    public readonly BanditLeaf? Leaf => IsExposure ? LeafMet : null;

    /// <summary>Of a contextual bandit, the context that the unit is in.</summary>
    internal BanditLeaf? LeafMet { readonly get; set; }

    /// <summary>The variant; null where the experiment has none.</summary>
    public readonly FlagVariant? Variant =>
        Experiment is { Variants: var variants } && VariantIndex < variants.Length ? variants[VariantIndex] : null;

    /// <summary>The variant's key.</summary>
    public readonly string VariantKey => Variant?.Key ?? "0";

    /// <summary>What the variant answers.</summary>
    public readonly FlagValue Value => Variant?.Value ?? FlagValue.Null;

    /// <summary>The version of the experiment's buckets.</summary>
    public readonly int BucketVersion => Experiment?.BucketVersion ?? 0;

    /// <summary>Whether a unit met a variant.</summary>
    public readonly bool IsExposure => IsInExperiment && IsHashUsed;
}
