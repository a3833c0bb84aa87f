using System.Runtime.InteropServices;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Simulation;

namespace Profiles.Learning.Rankers;

/// <summary>
/// Choices, each with the signals of the chosen content and of others that could have been chosen: the strongest by
/// trend, links and factors, and some drawn from all, which stand for the rest. Mutable, of one owner.
/// </summary>
/// <param name="contents">The numbers of all contents that can be chosen.</param>
/// <param name="options">How they are drawn.</param>
public sealed class RankerSamples(int[] contents, RankerOptions options)
{
    private readonly SeededChance _chance = new(options.Seed, 1);
    private readonly SignalTable _table = new();
    private readonly HashSet<int> _drawn = [];
    private readonly List<int> _candidates = [];
    private readonly List<Sample> _samples = [];
    private readonly float[] _row = new float[RankingSignals.RowLength];

    /// <summary>How many samples there are.</summary>
    public int Count => _samples.Count;

    internal IReadOnlyList<Sample> All => _samples;

    /// <summary>Adds a choice as it was at its moment.</summary>
    /// <param name="viewer">The viewer before the choice.</param>
    /// <param name="moment">The moment of the choice.</param>
    /// <param name="context">What was known of it.</param>
    /// <param name="chosen">The number of the content that was chosen.</param>
    /// <param name="excluded">What could not be chosen: what they chose before.</param>
    public void Add(
        Viewer viewer, RankingMoment moment, in ViewingContext context, int chosen, IReadOnlySet<int> excluded)
    {
        Draw(viewer, moment, chosen, excluded, out var strongest);
        Scorer.Signals(viewer, moment, context, CollectionsMarshal.AsSpan(_candidates), _table);

        var drawn = _candidates.Count - strongest;
        var values = new float[_candidates.Count * RankingSignals.Count];
        for (var i = 0; i < _candidates.Count; i++)
        {
            _table.CopyRow(i, _row);
            _row.AsSpan(0, RankingSignals.Count).CopyTo(values.AsSpan(i * RankingSignals.Count));
        }

        // Each of the drawn stands for as many as were not drawn.
        var stands = drawn == 0 ? 0 : MathF.Log((contents.Length - strongest) / (float)drawn);
        _samples.Add(new Sample(values, _table.Context.ToArray(), strongest, Math.Max(0, stands)));
    }

    /// <summary>Forgets all samples.</summary>
    public void Clear() => _samples.Clear();

    private void Draw(
        Viewer viewer, RankingMoment moment, int chosen, IReadOnlySet<int> excluded, out int strongest)
    {
        _drawn.Clear();
        _candidates.Clear();
        Take(chosen, excluded);
        foreach (var number in moment.Trend.Top(1, options.TopByTrend / 4)) Take(number, excluded);
        foreach (var number in moment.Trend.Top(2, options.TopByTrend / 2)) Take(number, excluded);
        foreach (var number in moment.Trend.Top(3, options.TopByTrend / 4)) Take(number, excluded);
        Span<int> numbers = stackalloc int[options.TopByModel];
        for (var kind = 0; kind < LinkKinds.Count; kind++)
        {
            var count = Scorer.TopByLinks(viewer, moment, (LinkKind)kind, numbers);
            foreach (var number in numbers[..count]) Take(number, excluded);
        }

        foreach (var number in numbers[..Scorer.TopByFactors(viewer, moment, numbers)]) Take(number, excluded);
        strongest = _candidates.Count;
        for (var draw = 0; draw < options.RandomContents && contents.Length > 0; draw++)
            Take(contents[_chance.NextInt(contents.Length)], excluded);
    }

    private void Take(int number, IReadOnlySet<int> excluded)
    {
        if (!excluded.Contains(number) && _drawn.Add(number)) _candidates.Add(number);
    }

    /// <summary>One choice.</summary>
    /// <param name="Values">The signals, row by row; the chosen content's come first.</param>
    /// <param name="Context">The context.</param>
    /// <param name="Strongest">How many rows were not drawn by chance.</param>
    /// <param name="Stands">The logarithm of how many contents each of the others stands for.</param>
    internal sealed record Sample(float[] Values, float[] Context, int Strongest, float Stands)
    {
        public int Rows => Values.Length / RankingSignals.Count;
    }
}
