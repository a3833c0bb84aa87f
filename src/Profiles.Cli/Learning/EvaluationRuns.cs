using System.Globalization;
using Profiles.Core.Events;
using Profiles.Learning.DataSets;
using Profiles.Learning.Evaluation;
using Profiles.Learning.Rankers;
using Profiles.Learning.Replaying;
using Profiles.Learning.Training;

namespace Profiles.Cli.Learning;

/// <summary>Runs evaluations and prints what they found.</summary>
internal static class EvaluationRuns
{
    // Enough to tell two settings apart, few enough to try many.
    private const int TuningCases = 4_000;
    private const int TuningSamples = 6_000;

    // Models that are made while fitting cost as much as those that are tested.
    private static readonly TimeSpan LeastWhileFitting = TimeSpan.FromHours(12);

    // Factors take too long to be trained anew every few hours of the log.
    private static readonly TrainingOptions ReplayTraining = new()
    {
        Factors = null,
        Ranker = new RankerOptions { MaxSamples = 30_000 },
    };

    public static Task<int> ReplayAsync(
        ReplayFiles files, EvaluationChoices choices, CliConsole console, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var contents = files.ContentFile is { } content ? EvaluationFiles.ReadContents(content) : [];
        var traits = contents.ToDictionary(item => item.Id, item => item.Traits(), StringComparer.Ordinal);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var ratings = EvaluationFiles.Read(
            files.Ratings, text => RatingFile.Read(files.Ratings, text, files.Scale, now));
        LogRecord[] records =
        [
            .. ratings.Select(rating => new LogRecord(
                rating.Unit(string.Empty), new UnitRecord.Viewing(rating), rating.OccurredAtUnixMs,
                traits.GetValueOrDefault(rating.ContentId!))),
        ];
        var retrain = TimeSpan.FromHours(files.RetrainHours);
        var options = new ReplayOptions
        {
            TestFraction = files.TestFraction,
            WarmUpFraction = 0.25,
            RetrainEvery = retrain,
            RetrainEveryWhileFitting = retrain < LeastWhileFitting ? LeastWhileFitting : retrain,
            Training = Seeded(ReplayTraining, choices),
        };
        return RunAsync(console, choices, new Dictionary<string, object?>
        {
            ["content"] = files.ContentFile is { } named ? Path.GetFileName(named) : null,
            ["testFraction"] = options.TestFraction,
            ["retrainHours"] = files.RetrainHours,
        }, progress =>
        {
            // Validation is the end of the training part.
            var validation = records[..(int)(records.Length * (1 - options.TestFraction))];
            var tuned = Tune(options.Training, choices, console, training => Worth(new ReplayEvaluation(
                validation, contents,
                options with
                {
                    RetrainEvery = TimeSpan.FromDays(3),
                    RetrainEveryWhileFitting = TimeSpan.FromDays(3),
                    MaxTestCases = TuningCases,
                    Training = training with
                    {
                        Ranker = training.Ranker with { MaxSamples = TuningSamples },
                    },
                },
                time).Run(choices.Bootstrap, null, cancellationToken)));
            return new ReplayEvaluation(records, contents, options with { Training = tuned }, time)
                .Run(choices.Bootstrap, progress, cancellationToken);
        });
    }

    public static Task<int> NextItemAsync(
        string? sequences, string? pairs, bool refit, EvaluationChoices choices, CliConsole console,
        CancellationToken cancellationToken)
    {
        var set = sequences is not null
            ? EvaluationFiles.Read(sequences, text => SequenceFile.ReadSequences(sequences, text))
            : EvaluationFiles.Read(pairs!, text => SequenceFile.ReadPairs(pairs!, text));
        var options = new SequenceOptions { Refit = refit };
        return RunAsync(
            console, choices, new Dictionary<string, object?> { ["refit"] = refit }, progress =>
            {
                // Without the test items, the validation items are the last.
                var validation = set with { Sequences = [.. set.Sequences.Select(items => items[..^1])] };
                var tuned = Tune(Seeded(options.Training, choices), choices, console, training => Worth(
                    new SequenceEvaluation(validation, [], options with { Training = training }, TimeProvider.System)
                        .NextItem(choices.Bootstrap, null, cancellationToken)));
                return new SequenceEvaluation(set, [], options with { Training = tuned }, TimeProvider.System)
                    .NextItem(choices.Bootstrap, progress, cancellationToken);
            });
    }

    public static Task<int> NegativesAsync(
        string train, string test, string negatives, EvaluationChoices choices, CliConsole console,
        CancellationToken cancellationToken)
    {
        var set = EvaluationFiles.ReadNegatives(train, test, negatives);
        var options = SequenceOptions.ForNegatives;
        return RunAsync(console, choices, new Dictionary<string, object?>(), progress =>
        {
            var tuned = Tune(Seeded(options.Training, choices), choices, console, training => Worth(
                new NegativesEvaluation(set, options with { Training = training }, TimeProvider.System)
                    .Validate(choices.Bootstrap, cancellationToken)));
            return new NegativesEvaluation(set, options with { Training = tuned }, TimeProvider.System)
                .Run(choices.Bootstrap, progress, cancellationToken);
        });
    }

    private static async Task<int> RunAsync(
        CliConsole console, EvaluationChoices choices, IReadOnlyDictionary<string, object?> more,
        Func<IProgress<double>, EvaluationReport> run)
    {
        var report = await console.WithProgressAsync("Evaluating", progress => Task.Run(() => run(progress)));
        var fields = new Dictionary<string, object?>(more) { ["tuned"] = choices.TuneFor is not null };
        await console.Out.WriteLineAsync(EvaluationJson.Write(report, choices.Bootstrap, fields));
        return CommandLine.Success;
    }

    private static TrainingOptions Seeded(TrainingOptions training, EvaluationChoices choices) => training with
    {
        Ranker = training.Ranker with { Seed = choices.Bootstrap.Seed },
        Factors = training.Factors is null ? null : training.Factors with { Seed = choices.Bootstrap.Seed },
    };

    private static TrainingOptions Tune(
        TrainingOptions start, EvaluationChoices choices, CliConsole console, Func<TrainingOptions, double> judge)
    {
        if (choices.TuneFor is not { } limit) return start;
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        var tuning = new Tuning<TrainingOptions>(
            judge, () => time.GetElapsedTime(begun) > limit,
            (name, worth) => console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"tuning {name}: {worth:0.0000}")));
        return tuning.Run(start, TuningGrids.Of(start));
    }

    private static double Worth(EvaluationReport report) => report.Metrics["ndcg@10"] + report.Metrics["hr@10"] / 2;
}
