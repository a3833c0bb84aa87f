using System.Collections.Immutable;
using Profiles.Core.Folding;

namespace Profiles.Core.Features;

/// <summary>What several features share. Elementary operations only, so that the bits are the same anywhere.</summary>
internal static class FeatureMath
{
    /// <summary>The most hours that a feature says: a year.</summary>
    public const double MaxHours = 8760;

    private const double MsPerHour = 3_600_000;

    public static FeatureValue Number(double number) => new FeatureValue.Number(number);

    public static FeatureValue Word(string? text) => new FeatureValue.Text(text ?? string.Empty);

    public static FeatureValue Truth(bool truth) => new FeatureValue.Truth(truth);

    /// <summary>A part of a whole; 0 of nothing.</summary>
    public static double Per(double part, double whole) => whole > 0 ? part / whole : 0;

    /// <summary>Hours from a time to a moment, 0 to a year; a year where there is no time.</summary>
    public static double HoursSince(DateTimeOffset? time, long atUnixMs) => time is { } some
        ? Math.Clamp((atUnixMs - some.ToUnixTimeMilliseconds()) / MsPerHour, 0, MaxHours)
        : MaxHours;

    /// <summary>The sum of the positive weights.</summary>
    public static double Positive(ImmutableArray<KeyWeight> weights)
    {
        var sum = 0.0;
        foreach (var (_, weight) in weights)
            if (weight > 0) sum += weight;
        return sum;
    }

    /// <summary>The weight of a key; 0 where there is none.</summary>
    public static double WeightOf(ImmutableArray<KeyWeight> weights, string key)
    {
        foreach (var (known, weight) in weights)
            if (known == key) return weight;
        return 0;
    }

    /// <summary>The share that a key has of the positive weights, 0 to 1.</summary>
    public static double ShareOf(ImmutableArray<KeyWeight> weights, string key) =>
        Per(Math.Max(0, WeightOf(weights, key)), Positive(weights));

    /// <summary>The key of a place, the strongest first; null where fewer are positive.</summary>
    public static string? KeyAt(ImmutableArray<KeyWeight> weights, int place) =>
        place < weights.Length && weights[place].Weight > 0 ? weights[place].Key : null;

    /// <summary>The share of the key of a place, the strongest first; 0 where fewer are positive.</summary>
    public static double ShareAt(ImmutableArray<KeyWeight> weights, int place) =>
        place < weights.Length ? Per(Math.Max(0, weights[place].Weight), Positive(weights)) : 0;
}
