using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// An experiment as GrowthBook's SDKs have it, compiled. Immutable; run by a flag or by itself. The steps, and their
/// order, are those of the JavaScript SDK (<c>https://docs.growthbook.io/lib/build-your-own#experiments</c>).
/// </summary>
public sealed class FlagExperiment
{
    /// <summary>The attribute that is hashed where none is named.</summary>
    public const string DefaultHashAttribute = "id";

    private const int NotFound = -1;
    private const int Blocked = -2;

    internal FlagExperiment(string key, ImmutableArray<FlagVariant> variants, ExperimentSpread spread)
    {
        Key = key;
        Variants = variants;
        Spread = spread;
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The variants; the first is the control.</summary>
    public ImmutableArray<FlagVariant> Variants { get; }

    /// <summary>The attribute that is hashed.</summary>
    public string HashAttribute => Spread.HashAttribute;

    /// <summary>
    /// The attribute that is hashed where that one is missing and assignments are sticky; null for none.
    /// </summary>
    public string? FallbackAttribute => Spread.FallbackAttribute;

    /// <summary>The version of the buckets: with another, sticky assignments begin anew.</summary>
    public int BucketVersion => Spread.BucketVersion;

    /// <summary>Units assigned in a bucket version below this are excluded.</summary>
    public int MinBucketVersion => Spread.MinBucketVersion;

    /// <summary>Whether a unit keeps its variant, where the context knows what it was assigned before.</summary>
    public bool IsSticky => Spread.IsSticky;

    internal ExperimentSpread Spread { get; }

    /// <summary>The keys that are written for the variants; sticky assignments are found by these alone.</summary>
    internal ImmutableArray<string?> WrittenKeys { get; init; } = [];

    internal ImmutableArray<FlagParent> Parents { get; init; } = [];

    internal UrlTargets? UrlTargets { get; init; }

    /// <summary>The variant that everyone in the experiment gets; null for none.</summary>
    internal int? Force { get; init; }

    internal bool IsActive { get; init; } = true;

    internal bool IsStopped { get; init; }

    /// <summary>Whether it is for groups of users that the caller names, which there are none of.</summary>
    internal bool IsForGroups { get; init; }

    /// <summary>The contexts of a contextual bandit, the fallback last; none of any other experiment.</summary>
    internal ImmutableArray<BanditLeaf> Leaves { get; init; } = [];

    /// <summary>As it was written; read again only to answer what was run.</summary>
    internal JsonElement Json { get; init; }

    /// <summary>Whether a redirect keeps the query of the page.</summary>
    internal bool KeepsQuery { get; init; }

    /// <summary>Whether it runs only when the page asks for it.</summary>
    internal bool IsManual { get; init; }

    /// <summary>Whether a variant of it is another page.</summary>
    internal bool IsRedirect => UrlTargets is not null && Variants.Any(
        variant => variant.Value.Value is AttributeValue.Map map && map.Members.Any(of => of.Key == "urlRedirect"));

    internal void Run(ref Evaluation evaluation, string? flag, ref ExperimentResult result)
    {
        result.Experiment = this;
        result.Flag = flag;
        result.VariantIndex = -1;
        result.IsHashUsed = false;
        result.IsStickyUsed = false;
        result.Bucket = double.NaN;
        result.LeafMet = Leaves.IsEmpty ? null : LeafFor(in evaluation);
        result.Reason = Choose(ref evaluation, ref result);
        result.IsInExperiment = (uint)result.VariantIndex < (uint)Variants.Length;
        if (!result.IsInExperiment) result.VariantIndex = 0;
        else if (result.IsHashUsed) evaluation.Context.Exposures?.OnExposed(in result);
    }

    private AssignmentReason Choose(ref Evaluation evaluation, ref ExperimentResult result)
    {
        ref readonly var context = ref evaluation.Context;
        var isSticky = IsSticky && context.Sticky is not null;
        var value = evaluation.FindHashValue(HashAttribute, isSticky ? FallbackAttribute : null, out var attribute);
        result.HashAttribute = attribute;
        result.HashValue = value;

        if (Variants.Length < 2) return AssignmentReason.TooFewVariants;
        if (context.IsDisabled) return AssignmentReason.Disabled;
        if (UrlTargets is not null && !UrlTargets.Include(context.Url ?? string.Empty))
            return AssignmentReason.NotAtUrl;
        if (IsForced(in context, out var forced))
        {
            result.VariantIndex = forced;
            return AssignmentReason.Forced;
        }

        if (!IsActive) return AssignmentReason.NotRunning;
        if (value is AttributeValue.Nothing) return AssignmentReason.NoHashAttribute;

        var kept = isSticky ? FindSticky(in evaluation, context.Sticky!) : NotFound;
        if (kept < 0 && Excludes(ref evaluation, value) is var reason and not AssignmentReason.None) return reason;
        var bucket = Spread.Seed.BucketOf(value);
        if (double.IsNaN(bucket)) return AssignmentReason.UnknownHashVersion;
        if (kept == Blocked)
        {
            result.IsStickyUsed = true;
            return AssignmentReason.BlockedBucketVersion;
        }

        var chosen = kept >= 0 ? kept : BucketRanges.Choose(bucket, result.LeafMet?.Ranges ?? Spread.Ranges);
        if (chosen < 0) return AssignmentReason.NotInCoverage;
        if (Force is { } given)
        {
            result.VariantIndex = given;
            return AssignmentReason.Forced;
        }

        if (context.IsQualityAssurance) return AssignmentReason.QualityAssurance;
        if (IsStopped) return AssignmentReason.NotRunning;
        result.VariantIndex = chosen;
        result.Bucket = bucket;
        result.IsHashUsed = true;
        result.IsStickyUsed = kept >= 0;
        return kept >= 0 ? AssignmentReason.Sticky : AssignmentReason.Bucket;
    }

    private bool IsForced(in FlagContext context, out int variant)
    {
        if (context.Url is not null && UrlOverride.Find(Key, context.Url, Variants.Length) is { } asked)
        {
            variant = asked;
            return true;
        }

        variant = NotFound;
        return context.ForcedVariants is { } forced && forced.TryGetValue(Key, out variant);
    }

    // GrowthBook's rule: what is kept for the attribute that is hashed wins over what is kept for the fallback, and the
    // fallback is "id" where none is named.
    private int FindSticky(in Evaluation evaluation, IStickyAssignments sticky)
    {
        var value = evaluation.FindHashValue(HashAttribute, null, out _);
        var fallback = FallbackAttribute ?? DefaultHashAttribute;
        var fallbackValue = evaluation.FindHashValue(fallback, null, out _);
        var hasValue = value is not AttributeValue.Nothing;
        var hasFallback = fallbackValue is not AttributeValue.Nothing;
        if (MinBucketVersion > 0
            && ((hasValue && sticky.HasOlder(HashAttribute, value, Key, MinBucketVersion))
                || (hasFallback && sticky.HasOlder(fallback, fallbackValue, Key, MinBucketVersion))))
            return Blocked;

        var found = hasValue ? sticky.Find(HashAttribute, value, Key, BucketVersion) : null;
        if (found is null && hasFallback) found = sticky.Find(fallback, fallbackValue, Key, BucketVersion);
        return found is null ? NotFound : WrittenKeys.AsSpan().IndexOf(found);
    }

    private AssignmentReason Excludes(ref Evaluation evaluation, AttributeValue value)
    {
        var isOutside = !Spread.Filters.IsDefault
            ? evaluation.IsFilteredOut(Spread.Filters)
            : Spread.Namespace is { } part && !part.Includes(part.Seed.BucketOf(value));
        if (isOutside) return AssignmentReason.NotInLayer;
        if (!evaluation.Meets(Spread.Condition)) return AssignmentReason.NotTargeted;
        foreach (var parent in Parents)
            if (evaluation.Meets(parent) is not true) return AssignmentReason.Prerequisite;
        return IsForGroups ? AssignmentReason.NotTargeted : AssignmentReason.None;
    }

    private BanditLeaf? LeafFor(ref readonly Evaluation evaluation)
    {
        foreach (var leaf in Leaves)
            if (evaluation.Meets(leaf.Condition)) return leaf;
        return null;
    }
}
