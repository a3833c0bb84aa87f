using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Models;
using Profiles.Learning.Evaluation;
using Profiles.Learning.Factors;
using Profiles.Learning.Replaying;
using Profiles.Learning.Texts;
using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Training;

/// <summary>
/// Trains a version of the model from a log: a replay fits the weights of the signals and measures them on the last
/// part by time; then factors and links are trained from all of it.
/// </summary>
public static class VersionTrainer
{
    /// <summary>Fewer samples than these say nothing: the weights stay those set by hand.</summary>
    public const int MinSamples = 200;

    // How many models the replay trains: enough that links are about as fresh as those of a daily training.
    private const int ModelsWhileFitting = 12;
    private const int ModelsWhileTesting = 6;
    private const int MaxTestCases = 1_500;
    private const int MaxSamples = 8_000;
    private const double ShareOfReplay = 0.6;

    private static readonly ReplayOptions Replay = new()
    {
        TestFraction = 0.1,
        WarmUpFraction = 0.5,
        MaxTestCases = MaxTestCases,
        RetrainFactorsEvery = 100,
    };

    /// <summary>Trains.</summary>
    /// <param name="records">The log, in order of time.</param>
    /// <param name="contents">The catalogue.</param>
    /// <param name="options">What to train with.</param>
    /// <param name="draft">What the manifest says of the data, under a name that is replaced.</param>
    /// <param name="time">The clock that says when it was trained.</param>
    /// <param name="texts">
    /// Vectors of contents' texts by id, from which contents that nobody chose get a factor; null for none.
    /// </param>
    /// <param name="checkpoints">Where a training that was stopped goes on from; null for nowhere.</param>
    /// <param name="progress">Told the part that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public static TrainedVersion Train(
        IReadOnlyList<LogRecord> records, IReadOnlyCollection<ContentItem> contents, TrainingOptions options,
        ModelManifest draft, TimeProvider time, IReadOnlyDictionary<string, float[]>? texts = null,
        IAlsCheckpoints? checkpoints = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var replay = new ReplayEvaluation(records, contents, OptionsOf(records, options), time);
        var report = replay.Run(
            new BootstrapOptions { Resamples = 1 }, new Part(progress, 0, ShareOfReplay), cancellation);
        var choices = replay.Log.Choices;
        var sweeps = new Part(progress, ShareOfReplay, 1);
        var parts = PartsTrainer.Train(
            choices, replay.Log.Contents.Numbers, options, checkpoints,
            options.Factors is { } factors ? new Sweeps(sweeps, factors.Sweeps) : null, cancellation);
        if (texts is not null) parts = WithTexts(parts, choices, replay.Log.Contents, texts, options);

        var isFitted = replay.SampleCount >= MinSamples;
        var shares = GenreShares.Of(choices, replay.Log.Contents);
        var fitted = isFitted ? replay.Weights : RankingModel.Untrained.Weights;
        var weights = new RankerWeights(fitted.Values, fitted.Means, shares, fitted.ScoreDeviation);
        var artefact = parts.ToArtefact(
            draft with
            {
                CreatedAt = time.GetUtcNow(),
                Parameters = new SortedDictionary<string, double>(
                    replay.RankerParameters.ToDictionary(), StringComparer.Ordinal)
                {
                    ["ranker-samples"] = replay.SampleCount,
                    ["ranker-seed"] = options.Ranker.Seed,
                },
                Metrics = report.TestCases == 0
                    ? new SortedDictionary<string, double>()
                    : new SortedDictionary<string, double>(StringComparer.Ordinal)
                    {
                        ["hr@10"] = report.Metrics["hr@10"],
                        ["ndcg@10"] = report.Metrics["ndcg@10"],
                    },
            },
            weights);
        return new TrainedVersion(
            parts.ToArtefact(artefact.Manifest with { Version = NameOf(artefact.Manifest) }, weights),
            report.Users, choices.Count, report.TestCases);
    }

    private static ModelParts WithTexts(
        ModelParts parts, IReadOnlyList<(int User, int Item, long AtMs)> choices, ContentIndex contents,
        IReadOnlyDictionary<string, float[]> texts, TrainingOptions options)
    {
        if (parts.Factors is not { } factors) return parts;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, item, _) in choices)
        {
            var id = contents.Numbers.IdOf(item);
            counts[id] = counts.GetValueOrDefault(id) + 1;
        }

        int[] chosen = [.. parts.Items.Select(id => counts.GetValueOrDefault(id))];
        if (TextMap.Apply(parts.Items, factors, chosen, texts, options.Texts, options.Threads) is not { } rows)
            return parts;
        return parts with
        {
            Texts = rows,
            Parameters = new SortedDictionary<string, double>(parts.Parameters.ToDictionary(), StringComparer.Ordinal)
            {
                ["text-explained"] = rows.Explained,
                ["text-items"] = rows.Items.Count,
                ["text-penalty"] = rows.Penalty,
            },
        };
    }

    /// <summary>
    /// The name follows from what was learnt, and from nothing else: the newest event's time and a hash of all files.
    /// </summary>
    private static string NameOf(ModelManifest manifest)
    {
        var hashes = string.Concat(manifest.Files.Select(file => file.Name + file.Sha256))
            + string.Concat(manifest.Parameters.Select(
                parameter => parameter.Key + parameter.Value.ToString("R", CultureInfo.InvariantCulture)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashes)))[..8];
        return manifest.DataTo is { } newest
            ? string.Create(CultureInfo.InvariantCulture, $"{newest.UtcDateTime:yyyyMMdd-HHmmss}-{hash}")
            : "empty-" + hash;
    }

    private static ReplayOptions OptionsOf(IReadOnlyList<LogRecord> records, TrainingOptions options)
    {
        long[] times = [.. records.Where(record => record.IsChoice).Select(record => record.AtMs)];
        options = options with
        {
            Ranker = options.Ranker with { MaxSamples = Math.Min(MaxSamples, options.Ranker.MaxSamples) },
        };
        if (times.Length == 0) return Replay with { Training = options };

        var test = times[(int)(times.Length * (1 - Replay.TestFraction))];
        var fit = times[(int)(times.Length * (1 - Replay.TestFraction) * Replay.WarmUpFraction)];
        return Replay with
        {
            Training = options,
            RetrainEveryWhileFitting = Every(test - fit, ModelsWhileFitting),
            RetrainEvery = Every(times[^1] - test, ModelsWhileTesting),
        };

        static TimeSpan Every(long spanMs, int models) =>
            TimeSpan.FromMilliseconds(Math.Max(TimeSpan.FromHours(1).TotalMilliseconds, spanMs / models));
    }

    private sealed class Part(IProgress<double>? whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole?.Report(from + (to - from) * value);
    }

    private sealed class Sweeps(Part part, int sweeps) : IProgress<int>
    {
        public void Report(int value) => part.Report(value / (double)sweeps);
    }
}
