using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Trends;
using Profiles.Learning.Rankers;
using Profiles.Learning.Replaying;
using Profiles.Learning.Training;
using Profiles.Statistics.Ranking;
using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Evaluation;

/// <summary>
/// Replays a log in order of time as the platform would have lived it: each choice is predicted before it is folded,
/// trends and profiles are live, and a new model is trained now and then from what is known by then. The weights of the
/// signals are fitted on the choices before the test part, and stay. Used once.
/// </summary>
public sealed class ReplayEvaluation
{
    private readonly IReadOnlyList<LogRecord> _records;
    private readonly ReplayOptions _options;
    private readonly EvaluationClock _clock;
    private readonly ReplayCases _cases;
    private readonly ReplayedLog _log;
    private readonly FullRanking _ranking;
    private readonly RankerSamples _samples;
    private readonly RankingTally _tally;
    private readonly int[] _top;

    private RankerWeights? _weights;
    private ModelParts? _parts;
    private RankingMoment? _moment;
    private Viewer? _viewer;
    private long _trainedAtMs;
    private int _models;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="records">The log, in order of time.</param>
    /// <param name="contents">The catalogue; what else the log names can be ranked too.</param>
    /// <param name="options">How to replay.</param>
    /// <param name="time">The clock that tells how long it took.</param>
    public ReplayEvaluation(
        IReadOnlyList<LogRecord> records, IReadOnlyCollection<ContentItem> contents, ReplayOptions options,
        TimeProvider time)
    {
        _records = records;
        _options = options;
        _clock = new EvaluationClock(time);
        _cases = new ReplayCases(records, options);
        _log = new ReplayedLog(contents);
        foreach (var record in records)
            if (record.Viewing?.ContentId is { } id) _log.Contents.Numbers.NumberOf(id);

        int[] all = [.. Enumerable.Range(0, _log.Contents.Numbers.Count)];
        var threads = options.Training.Threads < 0 ? Environment.ProcessorCount : options.Training.Threads;
        _ranking = new FullRanking(all, _log.Contents.Numbers, threads);
        _samples = new RankerSamples(all, options.Training.Ranker);
        _tally = new RankingTally(all.Length, options.K);
        _top = new int[options.K];
    }

    /// <summary>The weights that were fitted.</summary>
    public RankerWeights Weights => _weights ?? Unfitted();

    /// <summary>The state after the last record.</summary>
    public ReplayedLog Log => _log;

    /// <summary>Replays, fits and tests.</summary>
    /// <param name="bootstrap">How intervals are drawn.</param>
    /// <param name="progress">Told the part that is done.</param>
    /// <param name="cancellation">Stops between two records.</param>
    public EvaluationReport Run(
        BootstrapOptions bootstrap, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        for (var i = 0; i < _records.Count; i++)
        {
            if (i % 256 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(i / (double)_records.Count);
            }

            if (i == _cases.TestStart) Fit();
            if (_cases[i]) Meet(_records[i], isTest: i >= _cases.TestStart);
            _log.Apply(_records[i]);
        }

        return new EvaluationReport
        {
            Protocol = "replay",
            Users = _log.UnitCount,
            Items = _log.Contents.Numbers.Count,
            Interactions = _log.Choices.Count,
            TestCases = _tally.TestCases,
            Metrics = _tally.Metrics(),
            Intervals = _tally.Intervals(bootstrap),
            Parameters = _parts?.Parameters ?? new Dictionary<string, double>(),
            TrainSeconds = _clock.TrainSeconds,
            EvaluateSeconds = _clock.EvaluateSeconds,
        };
    }

    private void Fit()
    {
        if (_samples.Count == 0) return;
        _weights = _clock.Train(() => new RankerTrainer(_samples, _options.Training.Ranker).Fit(
            GenreShares.Of(_log.Choices, _log.Contents)));
        _samples.Clear();
        if (_parts is not null) Use(_parts, _trainedAtMs);
    }

    // While nothing is fitted only signals are asked for; they depend on the genres' shares.
    private RankerWeights Unfitted() => new(
        new float[RankingSignals.Count * ContextFeatures.Count], new float[RankingSignals.Count],
        GenreShares.Of(_log.Choices, _log.Contents));

    private void Meet(LogRecord record, bool isTest)
    {
        var content = _log.Contents.Numbers.NumberOf(record.Viewing!.ContentId!);
        if (_log.Find(record.Unit) is not { } unit || unit.Chosen.Contains(content)) return;

        _clock.Train(() => Prepare(record.AtMs, isTest));
        var (viewer, moment) = (_viewer!, _moment!);
        var context = new ViewingContext(record.AtMs, record.Viewing.Device, record.Viewing.Territory);
        if (!isTest)
        {
            _clock.Train(() => Sample(viewer, moment, context, content, unit));
            return;
        }

        _clock.Evaluate(() =>
        {
            viewer.Follow(unit.State.Profile);
            var rank = _ranking.Rank(viewer, moment, context, content, unit.Chosen, _top);
            _tally.Add(unit.Number, rank);
            var all = _log.Choices.Count + (double)_log.Contents.Numbers.Count;
            _tally.AddList(
                Array.FindAll(_top, number => number != ContentNumbers.None),
                number => (moment.Trend.Total(number) + 1) / all);
        });
    }

    private bool Sample(Viewer viewer, RankingMoment moment, ViewingContext context, int content, ReplayedUnit unit)
    {
        viewer.Follow(unit.State.Profile);
        _samples.Add(viewer, moment, context, content, unit.Chosen);
        return true;
    }

    /// <summary>Brings model and trends to a time.</summary>
    private bool Prepare(long nowMs, bool isTest)
    {
        var every = isTest ? _options.RetrainEvery : _options.RetrainEveryWhileFitting;
        if (_parts is null || nowMs - _trainedAtMs >= every.TotalMilliseconds)
        {
            var isWhole = _parts is null || _models % _options.RetrainFactorsEvery == 0;
            _models++;
            Use(
                isWhole
                    ? PartsTrainer.Train(_log.Choices, _log.Contents.Numbers, _options.Training)
                    : PartsTrainer.TrainLinks(_log.Choices, _log.Contents.Numbers, _options.Training, _parts!),
                nowMs);
        }

        if (nowMs - _moment!.Trend.AtUnixMs >= _options.SnapshotEvery.TotalMilliseconds)
            _moment = _moment.With(_log.Trend(nowMs));
        return true;
    }

    private void Use(ModelParts parts, long nowMs)
    {
        _parts = parts;
        _trainedAtMs = nowMs;
        var draft = new ModelManifest
        {
            Version = "replay",
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(nowMs),
        };
        var model = parts.ToArtefact(draft, Weights).Open();
        _viewer = new Viewer(model);
        _moment = new RankingMoment(model, _log.Contents, _log.Trend(nowMs));
    }
}
