using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>What an experiment gave a unit.</summary>
public readonly struct ExperimentResult
{
    private readonly string? _hashAttribute;
    private readonly AttributeValue? _hashValue;

    /// <summary>The experiment; null where none was evaluated.</summary>
    public FlagExperiment? Experiment { get; init; }

    /// <summary>The key of the flag that ran the experiment; null where it ran by itself.</summary>
    public string? Flag { get; init; }

    /// <summary>The place of the variant from 0; 0 where the unit is not in the experiment.</summary>
    public int VariantIndex { get; init; }

    /// <summary>Whether the unit is in the experiment.</summary>
    public bool IsInExperiment { get; init; }

    /// <summary>Whether the variant was chosen by hashing or kept, not forced: only that is an exposure.</summary>
    public bool IsHashUsed { get; init; }

    /// <summary>Whether the variant, or the exclusion, comes from an earlier assignment.</summary>
    public bool IsStickyUsed { get; init; }

    /// <summary>Why.</summary>
    public AssignmentReason Reason { get; init; }

    /// <summary>The attribute that names the unit.</summary>
    public string HashAttribute
    {
        get => _hashAttribute ?? FlagExperiment.DefaultHashAttribute;
        init => _hashAttribute = value;
    }

    /// <summary>Its value; JSON's null where it is missing or empty.</summary>
    public AttributeValue HashValue
    {
        get => _hashValue ?? AttributeValue.Null;
        init => _hashValue = value;
    }

    /// <summary>The unit's bucket, from 0 to 1; NaN where the variant was not chosen by hashing or kept.</summary>
    public double Bucket { get; init; }

    /// <summary>Of a contextual bandit, the context whose weights chose the variant.</summary>
    public BanditLeaf? Leaf => IsExposure ? LeafMet : null;

    /// <summary>Of a contextual bandit, the context that the unit is in.</summary>
    internal BanditLeaf? LeafMet { get; init; }

    /// <summary>The variant; null where the experiment has none.</summary>
    public FlagVariant? Variant =>
        Experiment is { Variants: var variants } && VariantIndex < variants.Length ? variants[VariantIndex] : null;

    /// <summary>The variant's key.</summary>
    public string VariantKey => Variant?.Key ?? "0";

    /// <summary>What the variant answers.</summary>
    public FlagValue Value => Variant?.Value ?? FlagValue.Null;

    /// <summary>The version of the experiment's buckets.</summary>
    public int BucketVersion => Experiment?.BucketVersion ?? 0;

    /// <summary>Whether a unit met a variant.</summary>
    public bool IsExposure => IsInExperiment && IsHashUsed;
}
