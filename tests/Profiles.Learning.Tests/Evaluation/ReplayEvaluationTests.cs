using Profiles.Core.Events;
using Profiles.Learning.Evaluation;
using Profiles.Learning.Rankers;
using Profiles.Learning.Replaying;
using Profiles.Learning.Training;
using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Tests.Evaluation;

public sealed class ReplayEvaluationTests
{
    private const long Start = 1_400_000_000_000;
    private const long Hour = 3_600_000;

    private static readonly ReplayOptions Options = new()
    {
        Training = new TrainingOptions { Factors = null, Ranker = new RankerOptions { MaxSamples = 500 } },
    };

    [Fact]
    public void Run_WhenEveryoneWalksTheSameWay_FindsTheNextStep()
    {
        var report = Evaluate(Walks(), Options);
        Assert.True(report.TestCases > 100);
        Assert.True(report.Metrics["ndcg@10"] > 0.5, $"NDCG@10 is {report.Metrics["ndcg@10"]:0.000}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_WhenThreadsDiffer_FindsTheSame(int threads)
    {
        var one = Evaluate(Walks(), Options);
        var other = Evaluate(Walks(), Options with { Training = Options.Training with { Threads = threads } });
        Assert.Equal(one.Metrics, other.Metrics);
        Assert.Equal(one.Intervals, other.Intervals);
    }

    [Fact]
    public void Run_WhenTheFutureIsAnother_FitsTheSameWeights()
    {
        // What comes after the test part begins must not reach the weights.
        var records = Walks();
        var split = (int)(records.Length * 0.8);
        LogRecord[] changed =
        [
            .. records[..split],
            .. records[split..].Select((record, i) => Record(
                ((UnitRecord.Viewing)record.Record).Event.UserId!, i % 40, record.AtMs)),
        ];
        var first = new ReplayEvaluation(records, [], Options, TimeProvider.System);
        first.Run(new BootstrapOptions { Resamples = 1 });
        var second = new ReplayEvaluation(changed, [], Options, TimeProvider.System);
        second.Run(new BootstrapOptions { Resamples = 1 });
        Assert.Equal(first.Weights.Values.ToArray(), second.Weights.Values.ToArray());
    }

    private static EvaluationReport Evaluate(LogRecord[] records, ReplayOptions options) =>
        new ReplayEvaluation(records, [], options, TimeProvider.System).Run(new BootstrapOptions { Resamples = 50 });

    // Eighty users go from item to item, each from their own start, an item a day.
    private static LogRecord[] Walks() =>
    [
        .. Enumerable.Range(0, 20).SelectMany(step => Enumerable.Range(0, 80).Select(user => Record(
            $"user {user}", (user * 7 + step) % 40, Start + step * 24 * Hour + user * Hour / 10))),
    ];

    private static LogRecord Record(string user, int item, long atMs)
    {
        var viewing = new ViewingEvent
        {
            Id = $"{user}:{item}:{atMs}",
            UserId = user,
            ContentId = $"item {item:00}",
            Type = ViewingEventType.Complete,
            OccurredAtUnixMs = atMs,
        };
        return new LogRecord(viewing.Unit("test"), new UnitRecord.Viewing(viewing), atMs, null);
    }
}
