namespace Profiles.Learning.Links;

/// <summary>
/// Trains links between items: decayed transitions and co-occurrences, and their two hops. The order of all sums is
/// that of the sequences, so the bits do not depend on how many threads work.
/// </summary>
public static class LinkTrainer
{
    private const double MsPerHour = 3_600_000;
    private const double MsPerDay = 24 * MsPerHour;

    /// <summary>Links of pairs in the same sequence; see <see cref="LinkOptions"/>.</summary>
    public static LinkMatrix Pairs(ItemSequences sequences, LinkOptions options, int threads = -1)
    {
        var ages = Ages(sequences, options.HalfLifeDays);
        var (sources, targets) = Norms(sequences, options, ages);
        var forward = Powers(1, options.ForwardDecay, options.MaxDistance);
        var backward = Powers(options.BackwardWeight, options.BackwardDecay, options.MaxDistance);
        return LinkMatrix.Of(sequences.ItemCount, options.MaxRow, threads, (item, sums) =>
        {
            var places = sequences.Places.AsSpan(
                sequences.PlaceStarts[item], sequences.PlaceStarts[item + 1] - sequences.PlaceStarts[item]);
            foreach (var place in places)
            {
                var user = sequences.UserOf[place];
                AddPairs(sequences, options, ages, place, 1, sequences.Starts[user + 1], forward, item, sums);
                if (options.BackwardWeight > 0)
                    AddPairs(sequences, options, ages, place, -1, sequences.Starts[user] - 1, backward, item, sums);
            }

            foreach (var target in sums.Touched) sums[target] *= sources[item] * targets[target];
        });
    }

    /// <summary>
    /// Links over two hops: of the first matrix' product with itself, rows brought to the sum of 1 in between, targets
    /// held back by how often they were taken.
    /// </summary>
    public static LinkMatrix TwoHops(
        ItemSequences sequences, LinkMatrix hop, float targetExponent, int maxRow, int threads = -1)
    {
        var inverse = new float[hop.RowCount];
        var held = new float[hop.RowCount];
        for (var row = 0; row < hop.RowCount; row++)
        {
            var sum = 0f;
            foreach (var weight in hop.WeightsOf(row)) sum += weight;
            inverse[row] = sum > 0 ? 1 / sum : 0;
            held[row] = MathF.Pow(Math.Max(1, sequences.CountOf(row)), -targetExponent);
        }

        return LinkMatrix.Of(hop.RowCount, maxRow, threads, (row, sums) =>
        {
            var first = hop.TargetsOf(row);
            var firstWeights = hop.WeightsOf(row);
            for (var i = 0; i < first.Length; i++)
            {
                var second = hop.TargetsOf(first[i]);
                var weights = hop.WeightsOf(first[i]);
                var factor = firstWeights[i] * inverse[first[i]];
                for (var j = 0; j < second.Length; j++)
                    if (second[j] != row) sums.Add(second[j], factor * weights[j]);
            }

            foreach (var target in sums.Touched) sums[target] *= held[target];
        });
    }

    private static void AddPairs(
        ItemSequences sequences, LinkOptions options, float[]? ages, int place, int step, int end, float[] weights,
        int item, RowSums sums)
    {
        var other = place + step;
        var maxGapMs = options.MaxGapHours * MsPerHour;
        for (var distance = 0; distance < weights.Length && other != end; distance++, other += step)
        {
            var target = sequences.Items[other];
            // Further ones are further away in time.
            if (Math.Abs(sequences.Times[other] - sequences.Times[place]) > maxGapMs) break;
            if (target == item) continue;
            var weight = weights[distance];
            // A pair is as old as its later part.
            if (ages is not null) weight *= ages[Math.Max(place, other)];
            sums.Add(target, weight);
        }
    }

    private static float[]? Ages(ItemSequences sequences, double halfLifeDays)
    {
        if (double.IsInfinity(halfLifeDays)) return null;
        var ages = new float[sequences.Length];
        for (var place = 0; place < ages.Length; place++)
        {
            var days = (sequences.NewestMs - sequences.Times[place]) / MsPerDay;
            ages[place] = (float)Math.Pow(2, -days / halfLifeDays);
        }

        return ages;
    }

    private static (float[] Sources, float[] Targets) Norms(
        ItemSequences sequences, LinkOptions options, float[]? ages)
    {
        var sources = new float[sequences.ItemCount];
        var targets = new float[sequences.ItemCount];
        for (var item = 0; item < sequences.ItemCount; item++)
        {
            double count = sequences.CountOf(item);
            if (ages is not null)
            {
                count = 0;
                for (var i = sequences.PlaceStarts[item]; i < sequences.PlaceStarts[item + 1]; i++)
                    count += ages[sequences.Places[i]];
            }

            // What was hardly taken, or long ago, is not blown up.
            sources[item] = (float)Math.Pow(Math.Max(1, count + options.Shrinkage), -options.SourceExponent);
            targets[item] = (float)Math.Pow(Math.Max(1, count), -options.TargetExponent);
        }

        return (sources, targets);
    }

    private static float[] Powers(float first, float decay, int count)
    {
        var powers = new float[count];
        for (var i = 0; i < count; i++)
        {
            powers[i] = first;
            first *= decay;
        }

        return powers;
    }
}
