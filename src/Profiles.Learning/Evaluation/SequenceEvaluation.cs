using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Learning.DataSets;
using Profiles.Learning.Rankers;
using Profiles.Learning.Training;
using Profiles.Statistics.Ranking;
using Profiles.Statistics.Resampling;

namespace Profiles.Learning.Evaluation;

/// <summary>
/// Evaluates on sequences: the last item of each is the test, the one before it validation, on which the weights of the
/// signals are fitted. All items are ranked, or some that are given; those in the history are not.
/// </summary>
public sealed class SequenceEvaluation
{
    private const int BlockUsers = 64;

    private readonly SequenceSet _set;
    private readonly SequenceOptions _options;
    private readonly EvaluationClock _clock;
    private readonly ContentIndex _contents = new();
    private readonly int[] _all;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="set">The sequences, each with its test item last.</param>
    /// <param name="contents">The catalogue, where there is one.</param>
    /// <param name="options">How to evaluate.</param>
    /// <param name="time">The clock that tells how long it took.</param>
    public SequenceEvaluation(
        SequenceSet set, IReadOnlyCollection<ContentItem> contents, SequenceOptions options, TimeProvider time)
    {
        _set = set;
        _options = options;
        _clock = new EvaluationClock(time);
        // The numbers of the set's items are those of the contents.
        for (var item = 0; item < set.Items.Count; item++) _contents.Numbers.NumberOf(set.Items[item]);
        foreach (var content in contents)
            if (set.Items.TryGet(content.Id, out _)) _contents.Upsert(content, 1);
        _all = [.. Enumerable.Range(0, set.Items.Count)];
    }

    /// <summary>The weights that were fitted.</summary>
    public RankerWeights? Weights { get; private set; }

    /// <summary>Trains, and finds the last item of each sequence among all.</summary>
    public EvaluationReport NextItem(
        BootstrapOptions bootstrap, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Run("next-item", user => LengthOf(user) >= 3, null, bootstrap, progress, cancellation);

    /// <summary>Trains, and tells the last item of each sequence from those given.</summary>
    /// <param name="negatives">Of each user, the items to rank beside the last one; none for no test case.</param>
    /// <param name="bootstrap">How intervals are drawn.</param>
    /// <param name="progress">Told the part that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public EvaluationReport Negatives(
        IReadOnlyList<int[]?> negatives, BootstrapOptions bootstrap, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        Run("negatives", user => negatives[user] is not null, negatives, bootstrap, progress, cancellation);

    private EvaluationReport Run(
        string protocol, Func<int, bool> isTested, IReadOnlyList<int[]?>? negatives, BootstrapOptions bootstrap,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        var training = new SequenceState(_set, _contents, user => Known(user, isTested(user) ? 2 : 0));
        var parts = _clock.Train(() => training.Train(_options.Training));
        progress?.Report(0.2);
        cancellation.ThrowIfCancellationRequested();
        Weights = _clock.Train(() => Fit(training, parts, isTested));
        progress?.Report(0.5);
        cancellation.ThrowIfCancellationRequested();

        if (_options.Refit)
        {
            training = new SequenceState(_set, _contents, user => Known(user, isTested(user) ? 1 : 0));
            parts = _clock.Train(() => training.Train(_options.Training));
        }

        var tally = new RankingTally(_all.Length, _options.K);
        _clock.Evaluate(() => Test(training, parts, isTested, negatives, tally, cancellation));
        progress?.Report(1);
        return new EvaluationReport
        {
            Protocol = protocol,
            Users = _set.Users.Count,
            Items = _set.Items.Count,
            Interactions = _set.Sequences.Sum(sequence => sequence.Length),
            TestCases = tally.TestCases,
            Metrics = tally.Metrics(),
            Intervals = tally.Intervals(bootstrap),
            Parameters = parts.Parameters,
            TrainSeconds = _clock.TrainSeconds,
            EvaluateSeconds = _clock.EvaluateSeconds,
        };
    }

    // Times say nothing here, and neither does what is made of them. The first is the measure of the others.
    private RankingSignal[] Signals() =>
    [
        RankingSignal.Transitions, RankingSignal.CoWatched, RankingSignal.TwoHop, RankingSignal.Popularity,
        .. _options.Training.Factors is null ? (RankingSignal[])[] : [RankingSignal.Factors],
        .. _contents.Count == 0
            ? (RankingSignal[])[]
            : [RankingSignal.ContentAffinity, RankingSignal.SameSeries, RankingSignal.GenreTaste],
    ];

    private int LengthOf(int user) => _set.Sequences[user].Length;

    private int Known(int user, int without) => Math.Max(0, LengthOf(user) - without);

    private RankerWeights Fit(SequenceState training, ModelParts parts, Func<int, bool> isTested)
    {
        var none = new RankerWeights(
            new float[RankingSignals.Count * ContextFeatures.Count], new float[RankingSignals.Count]);
        var moment = training.MomentOf(parts, none);
        var viewer = new Viewer(moment.Model);
        var samples = new RankerSamples(_all, _options.Training.Ranker);
        var maker = samples.NewMaker();
        int[] users = [.. Enumerable.Range(0, _set.Users.Count).Where(user => isTested(user) && LengthOf(user) >= 3)];
        var most = _options.Training.Ranker.MaxSamples;
        for (var i = 0; i < users.Length; i++)
        {
            if (users.Length > most && (long)(i + 1) * most / users.Length == (long)i * most / users.Length) continue;
            var history = _set.Sequences[users[i]].AsSpan(0, LengthOf(users[i]) - 2);
            var item = _set.Sequences[users[i]][^2];
            if (history.Contains(item)) continue;
            viewer.Follow(training.ProfileOf(users[i], history.Length));
            samples.Add(maker.Make(users[i], viewer, moment, SequenceState.Context, item, history, []));
        }

        return new WeightSearch(samples, _options.K).Fit(Signals());
    }

    private void Test(
        SequenceState training, ModelParts parts, Func<int, bool> isTested, IReadOnlyList<int[]?>? negatives,
        RankingTally tally, CancellationToken cancellation)
    {
        int[] users = [.. Enumerable.Range(0, _set.Users.Count).Where(isTested)];
        var ranks = new int[users.Length];
        var tops = new int[users.Length][];
        var moment = training.MomentOf(parts, Weights!);
        var threads = new ParallelOptions
        {
            MaxDegreeOfParallelism = _options.Training.Threads,
            CancellationToken = cancellation,
        };
        Parallel.For(
            0, (users.Length + BlockUsers - 1) / BlockUsers, threads,
            () => (Viewer: new Viewer(moment.Model), Ranking: Ranking(_all)),
            (block, _, scratch) =>
            {
                for (var i = block * BlockUsers; i < Math.Min(users.Length, (block + 1) * BlockUsers); i++)
                {
                    var known = LengthOf(users[i]) - 1;
                    var target = _set.Sequences[users[i]][known];
                    scratch.Viewer.Follow(training.ProfileOf(users[i], known));
                    var ranking = negatives is null ? scratch.Ranking : Ranking([target, .. negatives[users[i]]!]);
                    var seen = _set.Sequences[users[i]].AsSpan(0, known);
                    tops[i] = new int[_options.K];
                    ranks[i] = ranking.Rank(
                        scratch.Viewer, moment, SequenceState.Context, target, seen, tops[i]);
                }

                return scratch;
            },
            _ => { });

        for (var i = 0; i < users.Length; i++)
        {
            tally.Add(users[i], ranks[i]);
            tally.AddList(
                Array.FindAll(tops[i], item => item != ContentNumbers.None), training.ProbabilityOf);
        }
    }

    private FullRanking Ranking(int[] contents) => new(contents, _contents.Numbers);
}
