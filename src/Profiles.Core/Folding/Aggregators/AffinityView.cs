using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>Finishes decayed sums: settled and open ones together, as of the newest event.</summary>
internal static class AffinityView
{
    public static (ProfileAffinities Affinities, ImmutableArray<HourWeight> Hours) Finish(Profile profile)
    {
        var weights = Collect(profile);
        var next = 0;
        var genres = Ranked(weights, AffinityDimension.Genre, ref next);
        var tags = Ranked(weights, AffinityDimension.Tag, ref next);
        var series = Ranked(weights, AffinityDimension.Series, ref next);
        var kinds = Ranked(weights, AffinityDimension.Kind, ref next);
        var devices = Ranked(weights, AffinityDimension.Device, ref next);

        var hours = new HourWeight[weights.Count - next];
        for (var i = 0; i < hours.Length; i++)
            hours[i] = new HourWeight(AffinityKey.NumberOf(weights[next + i].Order), weights[next + i].Weight);
        Array.Sort(hours, static (x, y) =>
            x.Weight != y.Weight ? y.Weight.CompareTo(x.Weight) : x.Hour.CompareTo(y.Hour));
        return (
            new ProfileAffinities(genres, tags, series, kinds, devices),
            ImmutableCollectionsMarshal.AsImmutableArray(hours));
    }

    private static ImmutableArray<KeyWeight> Ranked(
        List<SettledAffinities.Value> weights, AffinityDimension dimension, ref int next)
    {
        var first = next;
        while (next < weights.Count && AffinityKey.DimensionOf(weights[next].Order) == dimension) next++;
        var ranked = new KeyWeight[next - first];
        for (var i = 0; i < ranked.Length; i++)
            ranked[i] = new KeyWeight(weights[first + i].Text, weights[first + i].Weight);
        Array.Sort(ranked, static (x, y) =>
            x.Weight != y.Weight ? y.Weight.CompareTo(x.Weight) : string.CompareOrdinal(x.Key, y.Key));
        return ImmutableCollectionsMarshal.AsImmutableArray(ranked);
    }

    /// <summary>
    /// Every key with its weight at the newest event, in ascending order: a merge of three sorted lists.
    /// </summary>
    private static List<SettledAffinities.Value> Collect(Profile profile)
    {
        var plan = profile.Plan;
        var settled = profile.Settled.Values;
        var previous = profile.Previous is { } older ? older.Affinities.Finish().Span : default;
        var current = profile.Current is { } newer ? newer.Affinities.Finish().Span : default;
        var weights = new List<SettledAffinities.Value>(settled.Length + previous.Length + current.Length);
        if (weights.Capacity == 0) return weights;

        var settledFactor = plan.Decay(plan.StartOf(profile.Settled.Epoch), profile.NewestMs);
        var previousStep = Step(profile.NewestEpoch - 1);
        var currentStep = Step(profile.NewestEpoch);
        var (i, j, k) = (0, 0, 0);
        while (i < settled.Length || j < previous.Length || k < current.Length)
        {
            var order = i < settled.Length ? settled[i].Order : ulong.MaxValue;
            if (j < previous.Length) order = Math.Min(order, previous[j].Order);
            if (k < current.Length) order = Math.Min(order, current[k].Order);

            var weight = 0.0;
            var text = string.Empty;
            if (i < settled.Length && settled[i].Order == order)
                (weight, text) = (settled[i].Weight * settledFactor, settled[i++].Text);
            if (j < previous.Length && previous[j].Order == order)
                (weight, text) = (weight + previous[j].Amount * previousStep, previous[j++].Text);
            if (k < current.Length && current[k].Order == order)
                (weight, text) = (weight + current[k].Amount * currentStep, current[k++].Text);
            weights.Add(new SettledAffinities.Value(order, text, weight));
        }

        return weights;

        double Step(long epoch) => plan.Decay(plan.StartOf(epoch), profile.NewestMs) / DecayMath.FixedPointOne;
    }
}
