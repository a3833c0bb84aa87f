using System.Runtime.InteropServices;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Simulation;
using Profiles.Core.Trends;

namespace Profiles.Learning.Rankers;

/// <summary>
/// Choices, each with the signals of the chosen content and of others that could have been chosen: the strongest by
/// trend, links and factors, and some drawn from all, which stand for the rest. Mutable, of one owner; samples are made
/// apart from it, on any thread.
/// </summary>
/// <param name="contents">The numbers of all contents that can be chosen.</param>
/// <param name="options">How they are drawn.</param>
public sealed class RankerSamples(int[] contents, RankerOptions options)
{
    private readonly List<Sample> _samples = [];

    /// <summary>How many samples there are.</summary>
    public int Count => _samples.Count;

    internal IReadOnlyList<Sample> All => _samples;

    /// <summary>Adds a sample.</summary>
    public void Add(Sample sample) => _samples.Add(sample);

    /// <summary>Forgets all samples.</summary>
    public void Clear() => _samples.Clear();

    /// <summary>What is watched most, at three half-lives: a quarter, a half and a quarter of all.</summary>
    public int[] Trending(TrendSnapshot trend) =>
    [
        .. trend.Top(1, options.TopByTrend / 4), .. trend.Top(2, options.TopByTrend / 2),
        .. trend.Top(3, options.TopByTrend / 4),
    ];

    /// <summary>Something that makes samples, on one thread at a time.</summary>
    public Maker NewMaker() => new(contents, options);

    /// <summary>Makes samples; scratch of one thread.</summary>
    public sealed class Maker
    {
        private readonly int[] _contents;
        private readonly RankerOptions _options;
        private readonly SignalTable _table = new();
        private readonly HashSet<int> _taken = [];
        private readonly List<int> _candidates = [];
        private readonly float[] _row = new float[RankingSignals.RowLength];

        internal Maker(int[] contents, RankerOptions options)
        {
            _contents = contents;
            _options = options;
        }

        /// <summary>Makes the sample of a choice as it was at its moment.</summary>
        /// <param name="number">Its number, which its draws follow from.</param>
        /// <param name="viewer">The viewer before the choice.</param>
        /// <param name="moment">The moment of the choice.</param>
        /// <param name="context">What was known of it.</param>
        /// <param name="chosen">The number of the content that was chosen.</param>
        /// <param name="excluded">What could not be chosen: what they chose before.</param>
        /// <param name="trending">What was watched most about then.</param>
        public Sample Make(
            int number, Viewer viewer, RankingMoment moment, in ViewingContext context, int chosen,
            ReadOnlySpan<int> excluded, ReadOnlySpan<int> trending)
        {
            Draw(number, viewer, moment, chosen, excluded, trending, out var strongest);
            Scorer.Signals(viewer, moment, context, CollectionsMarshal.AsSpan(_candidates), _table);

            var drawn = _candidates.Count - strongest;
            var values = new float[_candidates.Count * RankingSignals.Count];
            for (var i = 0; i < _candidates.Count; i++)
            {
                _table.CopyRow(i, _row);
                _row.AsSpan(0, RankingSignals.Count).CopyTo(values.AsSpan(i * RankingSignals.Count));
            }

            // Each of the drawn stands for as many as were not drawn.
            var stands = drawn == 0 ? 0 : MathF.Log((_contents.Length - strongest) / (float)drawn);
            return new Sample(values, _table.Context.ToArray(), strongest, Math.Max(0, stands));
        }

        private void Draw(
            int number, Viewer viewer, RankingMoment moment, int chosen, ReadOnlySpan<int> excluded,
            ReadOnlySpan<int> trending, out int strongest)
        {
            _taken.Clear();
            _candidates.Clear();
            foreach (var content in excluded) _taken.Add(content);
            Take([chosen]);
            Take(trending);
            Span<int> numbers = stackalloc int[_options.TopByModel];
            for (var kind = 0; kind < LinkKinds.Count; kind++)
                Take(numbers[..Scorer.TopByLinks(viewer, moment, (LinkKind)kind, numbers)]);
            Take(numbers[..Scorer.TopByFactors(viewer, moment, numbers)]);
            strongest = _candidates.Count;

            var chance = new SeededChance(_options.Seed, (ulong)number + 1_000);
            for (var draw = 0; draw < _options.RandomContents && _contents.Length > 0; draw++)
                Take([_contents[chance.NextInt(_contents.Length)]]);
        }

        private void Take(ReadOnlySpan<int> numbers)
        {
            foreach (var number in numbers)
                if (_taken.Add(number)) _candidates.Add(number);
        }
    }

    /// <summary>One choice.</summary>
    /// <param name="Values">The signals, row by row; the chosen content's come first.</param>
    /// <param name="Context">The context.</param>
    /// <param name="Strongest">How many rows were not drawn by chance.</param>
    /// <param name="Stands">The logarithm of how many contents each of the others stands for.</param>
    public sealed record Sample(float[] Values, float[] Context, int Strongest, float Stands)
    {
        /// <summary>How many rows it has.</summary>
        public int Rows => Values.Length / RankingSignals.Count;
    }
}
