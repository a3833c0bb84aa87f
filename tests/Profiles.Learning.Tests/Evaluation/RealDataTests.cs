using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Learning.DataSets;
using Profiles.Learning.Evaluation;
using Profiles.Learning.Replaying;
using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Tests.Evaluation;

/// <summary>The quality that was reached on real data must not be lost.</summary>
public sealed class RealDataTests
{
    private static readonly BootstrapOptions Bootstrap = new() { Resamples = 100 };

    [Fact]
    public void NextItem_OnToys_ReachesTheTarget()
    {
        using var text = new StreamReader(SharedData.PathOf("toys/sequences.txt"));
        var set = SequenceFile.ReadSequences("sequences.txt", text);
        var report = new SequenceEvaluation(set, [], new SequenceOptions(), TimeProvider.System).NextItem(Bootstrap);

        Assert.Equal(19_412, report.TestCases);
        Assert.True(report.Metrics["hr@10"] >= 0.105, $"HR@10 is {report.Metrics["hr@10"]:0.0000}");
        Assert.True(report.Metrics["ndcg@10"] >= 0.066, $"NDCG@10 is {report.Metrics["ndcg@10"]:0.0000}");
    }

    /// <summary>
    /// A reduced variant: few test cases and few models, so that links are a week old. The whole is <c>profiles
    /// evaluate replay</c>.
    /// </summary>
    [Fact]
    public void Replay_OnMovieTweetings_BeatsPopularity()
    {
        using var titles = new StreamReader(SharedData.PathOf("movietweetings/movies.dat"));
        var contents = new List<ContentItem>();
        for (var index = 0; titles.ReadLine() is { } line; index++)
            if (TitleLine.TryParse(line, index, out var content, out _)) contents.Add(content);
        var traits = contents.ToDictionary(content => content.Id, content => content.Traits());
        using var text = new StreamReader(SharedData.PathOf("movietweetings/ratings.dat"));
        LogRecord[] records =
        [
            .. RatingFile.Read("ratings.dat", text, 10, 1_500_000_000_000).Select(rating => new LogRecord(
                rating.Unit("test"), new UnitRecord.Viewing(rating), rating.OccurredAtUnixMs,
                traits.GetValueOrDefault(rating.ContentId!))),
        ];
        var standard = new ReplayOptions();
        var options = standard with
        {
            MaxTestCases = 3_000,
            RetrainEvery = TimeSpan.FromDays(7),
            RetrainEveryWhileFitting = TimeSpan.FromDays(10),
            Training = standard.Training with
            {
                Factors = null,
                Ranker = standard.Training.Ranker with { MaxSamples = 6_000 },
            },
        };
        var report = new ReplayEvaluation(records, contents, options, TimeProvider.System).Run(Bootstrap);

        Assert.Equal(3_000, report.TestCases);
        Assert.True(report.Metrics["hr@10"] >= 0.22, $"HR@10 is {report.Metrics["hr@10"]:0.0000}");
        Assert.True(report.Metrics["ndcg@10"] >= 0.13, $"NDCG@10 is {report.Metrics["ndcg@10"]:0.0000}");
    }
}
