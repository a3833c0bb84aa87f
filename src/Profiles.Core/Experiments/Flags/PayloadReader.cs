using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>Compiles the flags and experiments of a payload. Total: what is malformed matches nobody.</summary>
internal sealed class PayloadReader(JsonElement payload)
{
    public ImmutableArray<Flag> ReadFlags()
    {
        if (!payload.TryMember("features", out var features)) return [];
        var flags = ImmutableArray.CreateBuilder<Flag>();
        foreach (var (key, feature) in PayloadReading.MembersOf(features))
        {
            if (feature.ValueKind != JsonValueKind.Object) continue;
            var value = feature.TryMember("defaultValue", out var written) ? FlagValue.Of(written) : FlagValue.Null;
            var rules = feature.TryMember("rules", out var list) ? PayloadReading.ItemsOf(list) : [];
            flags.Add(new Flag(key, flags.Count, value, [.. rules.Select(rule => ReadRule(key, rule))]));
        }

        return flags.DrainToImmutable();
    }

    public ImmutableArray<FlagExperiment> ReadExperiments() => payload.TryMember("experiments", out var experiments)
        ? [.. PayloadReading.ItemsOf(experiments).Select(ReadExperiment)] : [];

    /// <summary>An experiment that runs by itself.</summary>
    public FlagExperiment ReadExperiment(JsonElement json)
    {
        json.TryTruthy("variations", out var variants);
        var status = json.TextOf("status");
        var force = json.NumberOf("force");
        var key = json.TextOf("key") ?? string.Empty;
        var spread = ReadSpread(json, key, PayloadReading.ItemsOf(variants).Count());
        return new FlagExperiment(key, ReadVariants(json, variants), spread)
        {
            WrittenKeys = ReadKeys(json),
            Parents = json.ParentsOf(),
            UrlTargets = json.TryTruthy("urlPatterns", out var urls) ? UrlTargets.Of(urls) : null,
            Force = force is null ? null : force == Math.Truncate(force.Value) ? (int)force : -1,
            IsActive = status != "draft"
                && !(json.TryMember("active", out var active) && active.ValueKind == JsonValueKind.False),
            IsStopped = status == "stopped",
            IsForGroups = json.Is("groups"),
            KeepsQuery = json.Is("persistQueryString"),
            IsManual = json.Is("manual"),
            Json = json.Clone(),
        };
    }

    private FlagRule ReadRule(string flag, JsonElement json)
    {
        var hasForce = json.TryMember("force", out var force);
        var filters = json.FiltersOf();
        return new FlagRule
        {
            Id = json.TextOf("id") ?? string.Empty,
            Parents = json.ParentsOf(),
            Filters = filters.IsDefault ? [] : filters,
            Force = hasForce ? FlagValue.Of(force) : null,
            Condition = json.ConditionOf(),
            Rollout = hasForce ? ReadRollout(flag, json) : null,
            Experiment = hasForce ? null : ReadFlagExperiment(flag, json),
        };
    }

    // What a bandit varies is written under a name of its own, so that older SDKs skip it.
    private FlagExperiment? ReadFlagExperiment(string flag, JsonElement json)
    {
        var isBandit = json.TryMember("contextualVariations", out var variants)
            && variants.ValueKind != JsonValueKind.Null;
        if (!isBandit && !json.TryMember("variations", out variants)) return null;
        if (variants.ValueKind != JsonValueKind.Array) return null;

        var key = json.TextOf("key") ?? flag;
        var spread = ReadSpread(json, key, variants.GetArrayLength());
        return new FlagExperiment(key, ReadVariants(json, variants), spread)
        {
            WrittenKeys = ReadKeys(json),
            Leaves = ReadLeaves(json, variants.GetArrayLength()),
            Json = json.Clone(),
        };
    }

    private static ImmutableArray<FlagVariant> ReadVariants(JsonElement json, JsonElement variants)
    {
        var meta = json.TryTruthy("meta", out var list) ? PayloadReading.ItemsOf(list).ToList() : [];
        return
        [
            .. PayloadReading.ItemsOf(variants).Select((value, place) =>
            {
                var of = place < meta.Count ? meta[place] : default;
                return new FlagVariant(
                    of.TextOf("key") ?? $"{place}", FlagValue.Of(value), of.TextOf("name") ?? string.Empty,
                    of.Is("passthrough"));
            }),
        ];
    }

    private static ImmutableArray<string?> ReadKeys(JsonElement json) => json.TryTruthy("meta", out var meta)
        ? [.. PayloadReading.ItemsOf(meta).Select(of => of.TextOf("key"))] : [];

    private static ExperimentSpread ReadSpread(JsonElement json, string key, int variants) => new()
    {
        HashAttribute = json.TextOf("hashAttribute") ?? FlagExperiment.DefaultHashAttribute,
        FallbackAttribute = json.TextOf("fallbackAttribute"),
        BucketVersion = json.WholeOf("bucketVersion", 0),
        MinBucketVersion = json.WholeOf("minBucketVersion", 0),
        IsSticky = !json.Is("disableStickyBucketing"),
        Seed = new BucketSeed(json.TextOf("seed") ?? key, json.WholeOf("hashVersion", 1)),
        Ranges = ReadRanges(json, variants, json.TryTruthy("weights", out var weights) ? WeightsOf(weights) : default),
        Filters = json.FiltersOf(),
        Namespace = ReadNamespace(json),
        Condition = json.ConditionOf(),
    };

    private static ImmutableArray<double> WeightsOf(JsonElement json) => PayloadReading.NumbersOf(json);

    private static ImmutableArray<BucketRange> ReadRanges(
        JsonElement json, int variants, ImmutableArray<double> weights) =>
        json.TryTruthy("ranges", out var ranges)
            ? PayloadReading.RangesOf(ranges)
            : BucketRanges.Of(variants, json.NumberOf("coverage") ?? 1, weights);

    private static BucketFilter? ReadNamespace(JsonElement json)
    {
        if (!json.TryTruthy("namespace", out var written)
            || PayloadReading.ItemsOf(written).ToList() is not [var name, var start, var end, ..])
            return null;
        var range = new BucketRange(PayloadReading.NumberOf(start), PayloadReading.NumberOf(end));
        return BucketFilter.Namespace(PayloadReading.TextOf(name), range);
    }

    private ImmutableArray<BanditLeaf> ReadLeaves(JsonElement json, int variants)
    {
        if (json.TextOf("contextualBanditRef") is not { } name
            || !payload.TryMember("contextualBandits", out var bandits)
            || !bandits.TryTruthy(name, out var bandit))
            return [];

        var version = bandit.NumberOf("banditVersion");
        var own = json.TryTruthy("weights", out var written) ? WeightsOf(written) : default;
        var fallback = new BanditLeaf(
            BanditLeaf.FallbackId, own.IsDefault ? BucketRanges.EqualWeights(variants) : own, version)
        {
            Ranges = ReadRanges(json, variants, own),
        };
        var contexts = bandit.TryMember("contexts", out var list) ? PayloadReading.ItemsOf(list) : [];
        return
        [
            .. contexts.Select(context =>
            {
                var weights = context.TryMember("weights", out var some) ? WeightsOf(some) : [];
                return new BanditLeaf(context.WholeOf("leafId", 0), weights, version)
                {
                    Condition = context.ConditionOf(),
                    Ranges = ReadRanges(json, variants, weights),
                };
            }),
            fallback,
        ];
    }

    private static FlagRollout? ReadRollout(string flag, JsonElement json)
    {
        var coverage = json.NumberOf("coverage");
        var hasRange = json.TryTruthy("range", out var range);
        if (coverage is null && !hasRange) return null;
        return new FlagRollout(
            new BucketSeed(json.TextOf("seed") ?? flag, json.WholeOf("hashVersion", 1)),
            json.TextOf("hashAttribute") ?? FlagExperiment.DefaultHashAttribute,
            json.Is("disableStickyBucketing") ? null : json.TextOf("fallbackAttribute"),
            hasRange ? PayloadReading.RangeOf(range) : null,
            coverage ?? 1);
    }
}
