using System.Collections.Immutable;
using Profiles.Core.Simulation;
using Profiles.Learning.DataSets;
using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Evaluation;

/// <summary>
/// Evaluates how the test item of each user is told from items they did not take (He et al., 2017). The weights of the
/// signals are fitted on the last item of the training part among items drawn from all.
/// </summary>
/// <param name="set">The data set.</param>
/// <param name="options">How to evaluate.</param>
/// <param name="time">The clock that tells how long it took.</param>
public sealed class NegativesEvaluation(NegativesSet set, SequenceOptions options, TimeProvider time)
{
    private const int DrawnNegatives = 99;

    /// <summary>Trains and tests.</summary>
    public EvaluationReport Run(
        BootstrapOptions bootstrap, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var negatives = new int[]?[set.Training.Users.Count];
        var sequences = set.Training.Sequences.ToBuilder();
        foreach (var test in set.Cases)
        {
            negatives[test.User] = [.. test.Negatives];
            sequences[test.User] = sequences[test.User].Add(test.Item);
        }

        var whole = set.Training with { Sequences = sequences.ToImmutable() };
        return new SequenceEvaluation(whole, [], options, time)
            .Negatives(negatives, bootstrap, progress, cancellation);
    }

    /// <summary>Trains and tests on the last item of the training part, among items that are drawn.</summary>
    public EvaluationReport Validate(BootstrapOptions bootstrap, CancellationToken cancellation = default)
    {
        var chance = new SeededChance(bootstrap.Seed, 3);
        var negatives = new int[]?[set.Training.Users.Count];
        foreach (var test in set.Cases)
        {
            if (set.Training.Sequences[test.User].Length < 3) continue;
            var taken = set.Training.Sequences[test.User].Add(test.Item).ToHashSet();
            var drawn = ImmutableArray.CreateBuilder<int>();
            for (var draw = 0; draw < 10 * DrawnNegatives && drawn.Count < DrawnNegatives; draw++)
                if (chance.NextInt(set.Training.Items.Count) is var item && taken.Add(item)) drawn.Add(item);
            negatives[test.User] = [.. drawn];
        }

        return new SequenceEvaluation(set.Training, [], options, time)
            .Negatives(negatives, bootstrap, null, cancellation);
    }
}
