using System.Buffers;
using System.Collections.Concurrent;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Text;
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
    // Bounds what waits: a case holds a snapshot of the trends.
    private const int MaxPending = 128;

    private static readonly TimeSpan TrendingEvery = TimeSpan.FromHours(3);

    private readonly IReadOnlyList<LogRecord> _records;
    private readonly ReplayOptions _options;
    private readonly EvaluationClock _clock;
    private readonly ReplayCases _cases;
    private readonly ReplayedLog _log;
    private readonly int[] _all;
    private readonly ParallelOptions _threads;
    private readonly ConcurrentBag<Scratch> _scratches = [];
    private readonly List<ReplayCase> _pending = [];
    private readonly ArrayBufferWriter<byte> _copy = new();
    private readonly Utf8StringPool _pool = new();
    private readonly RankerSamples _samples;
    private readonly RankingTally _tally;

    private RankerWeights? _weights;
    private ModelParts? _parts;
    private RankingMoment? _moment;
    private bool _isTesting;
    private int[] _trending = [];
    private long _trendingAtMs;
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

        _all = [.. Enumerable.Range(0, _log.Contents.Numbers.Count)];
        _threads = new ParallelOptions { MaxDegreeOfParallelism = options.Training.Threads };
        _samples = new RankerSamples(_all, options.Training.Ranker);
        _tally = new RankingTally(_all.Length, options.K);
    }

    /// <summary>The weights that were fitted.</summary>
    public RankerWeights Weights => _weights ?? Unfitted();

    /// <summary>What was decided while they were fitted, by the names of a manifest.</summary>
    public IReadOnlyDictionary<string, double> RankerParameters { get; private set; } =
        new SortedDictionary<string, double>();

    /// <summary>How many choices they were fitted on.</summary>
    public int SampleCount { get; private set; }

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

        Flush();
        return new EvaluationReport
        {
            Protocol = "replay",
            Users = _log.UnitCount,
            Items = _log.Contents.Numbers.Count,
            Interactions = _log.Choices.Count,
            TestCases = _tally.TestCases,
            Metrics = _tally.Metrics(),
            Intervals = _tally.Intervals(bootstrap),
            Parameters = (_parts?.Parameters ?? new Dictionary<string, double>()).Concat(RankerParameters)
                .ToDictionary(StringComparer.Ordinal),
            TrainSeconds = _clock.TrainSeconds,
            EvaluateSeconds = _clock.EvaluateSeconds,
        };
    }

    private void Fit()
    {
        Flush();
        _isTesting = true;
        SampleCount = _samples.Count;
        if (_samples.Count == 0) return;
        var choice = new ContextChoice(_samples, _options.Training.Ranker, _options.K);
        _weights = _clock.Train(() => choice.Fit(
            GenreShares.Of(_log.Choices, _log.Contents), _options.Training.Threads));
        RankerParameters = choice.Parameters;
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
        _copy.ResetWrittenCount();
        ProfileCodec.Write(unit.State.Profile, _copy);
        _pending.Add(new ReplayCase(
            unit.Number, ProfileCodec.Read(_copy.WrittenSpan, null, _pool), _moment!,
            new ViewingContext(record.AtMs, record.Viewing.Device, record.Viewing.Territory), content,
            [.. unit.Chosen], isTest ? [] : TrendingAt(record.AtMs)));
        if (_pending.Count == MaxPending) Flush();
    }

    // What is most watched changes slowly, and finding it costs more than a sample.
    private int[] TrendingAt(long nowMs)
    {
        if (_trending.Length > 0 && nowMs - _trendingAtMs < TrendingEvery.TotalMilliseconds) return _trending;
        _trendingAtMs = nowMs;
        return _trending = _samples.Trending(_moment!.Trend);
    }

    /// <summary>Samples or tests what is pending, on all cores; the results are in order.</summary>
    private void Flush()
    {
        if (_pending.Count == 0) return;
        if (_isTesting) _clock.Evaluate(Test);
        else _clock.Train(Sample);
        _pending.Clear();
    }

    private bool Sample()
    {
        var samples = new RankerSamples.Sample[_pending.Count];
        var first = _samples.Count;
        Parallel.For(0, samples.Length, _threads, Take, (i, _, scratch) =>
        {
            var made = _pending[i];
            samples[i] = scratch.Maker.Make(
                first + i, scratch.ViewerOf(made), made.Moment, made.Context, made.Content, made.Excluded,
                made.Trending);
            return scratch;
        }, _scratches.Add);
        foreach (var sample in samples) _samples.Add(sample);
        return true;
    }

    private void Test()
    {
        var ranks = new int[_pending.Count];
        var tops = new int[_pending.Count][];
        Parallel.For(0, ranks.Length, _threads, Take, (i, _, scratch) =>
        {
            var test = _pending[i];
            tops[i] = new int[_options.K];
            ranks[i] = scratch.Ranking.Rank(
                scratch.ViewerOf(test), test.Moment, test.Context, test.Content, test.Excluded, tops[i]);
            return scratch;
        }, _scratches.Add);

        var all = _log.Choices.Count + (double)_log.Contents.Numbers.Count;
        for (var i = 0; i < ranks.Length; i++)
        {
            _tally.Add(_pending[i].User, ranks[i]);
            var trend = _pending[i].Moment.Trend;
            _tally.AddList(
                Array.FindAll(tops[i], number => number != ContentNumbers.None),
                number => (trend.Total(number) + 1) / all);
        }
    }

    private Scratch Take() => _scratches.TryTake(out var scratch)
        ? scratch
        : new Scratch(_samples.NewMaker(), new FullRanking(_all, _log.Contents.Numbers));

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
        _moment = new RankingMoment(model, _log.Contents, _log.Trend(nowMs));
    }

    /// <summary>What one thread works with.</summary>
    private sealed record Scratch(RankerSamples.Maker Maker, FullRanking Ranking)
    {
        private Viewer? _viewer;

        public Viewer ViewerOf(ReplayCase of)
        {
            if (_viewer is null || _viewer.Model != of.Moment.Model) _viewer = new Viewer(of.Moment.Model);
            _viewer.Follow(of.Profile);
            return _viewer;
        }
    }
}
