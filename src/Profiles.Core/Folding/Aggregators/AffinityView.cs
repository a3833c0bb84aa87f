using System.Collections.Immutable;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>Finishes decayed sums: settled and open ones together, as of the newest event.</summary>
internal static class AffinityView
{
    public static (ProfileAffinities Affinities, ImmutableArray<HourWeight> Hours) Finish(Profile profile)
    {
        var weights = new SortedDictionary<ulong, (string Text, double Weight)>();
        if (profile.NewestMs != Profile.NoTime) Collect(profile, weights);

        var lists = new List<KeyWeight>[AffinityKey.Dimensions];
        for (var i = 0; i < lists.Length; i++) lists[i] = [];
        var hours = new List<HourWeight>();
        foreach (var (order, (text, weight)) in weights)
        {
            var dimension = AffinityKey.DimensionOf(order);
            if (dimension == AffinityDimension.HourOfWeek)
                hours.Add(new HourWeight(AffinityKey.NumberOf(order), weight));
            else
                lists[(int)dimension].Add(new KeyWeight(text, weight));
        }

        hours.Sort((x, y) => y.Weight != x.Weight ? y.Weight.CompareTo(x.Weight) : x.Hour.CompareTo(y.Hour));
        return (
            new ProfileAffinities(
                Ranked(AffinityDimension.Genre), Ranked(AffinityDimension.Tag), Ranked(AffinityDimension.Series),
                Ranked(AffinityDimension.Kind), Ranked(AffinityDimension.Device)),
            [.. hours]);

        ImmutableArray<KeyWeight> Ranked(AffinityDimension dimension)
        {
            var list = lists[(int)dimension];
            list.Sort((x, y) => y.Weight != x.Weight
                ? y.Weight.CompareTo(x.Weight)
                : string.CompareOrdinal(x.Key, y.Key));
            return [.. list];
        }
    }

    private static void Collect(Profile profile, SortedDictionary<ulong, (string Text, double Weight)> weights)
    {
        var plan = profile.Plan;
        var epoch = plan.EpochOf(profile.NewestMs);
        var factor = plan.Decay(plan.StartOf(profile.Settled.Epoch), profile.NewestMs);
        foreach (ref readonly var value in profile.Settled.Values)
            weights[value.Order] = (value.Text, value.Weight * factor);
        AddOpen(profile.Previous, epoch - 1);
        AddOpen(profile.Current, epoch);

        void AddOpen(OpenEpoch? open, long openEpoch)
        {
            if (open is null) return;

            var step = plan.Decay(plan.StartOf(openEpoch), profile.NewestMs) / DecayMath.FixedPointOne;
            foreach (ref readonly var sum in open.Affinities.Finish().Span)
            {
                weights.TryGetValue(sum.Order, out var known);
                weights[sum.Order] = (sum.Text, known.Weight + sum.Amount * step);
            }
        }
    }
}
