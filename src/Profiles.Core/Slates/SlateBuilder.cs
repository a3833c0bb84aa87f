using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Profiles.Core.Hashing;
using Profiles.Core.Ranking;

namespace Profiles.Core.Slates;

/// <summary>
/// Makes slates: candidate sources, filters, scorer, diversity, exploration. Pure and deterministic: the same moment,
/// viewer and request give the same slate. <c>docs/recommendations.md</c> explains each stage.
/// </summary>
public static class SlateBuilder
{
    private const int ExplorationFromScore = 12;

    // A probability of 0.1 is then known to 0.005.
    private const int ChanceDraws = 4096;
    private const ulong ChanceSeed = 0x5DEECE66D1CEB00B;

    /// <summary>Makes a slate.</summary>
    /// <param name="serving">The moment.</param>
    /// <param name="memory">The viewer, brought to their profile; of the moment's model.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static Slate Build(ServingMoment serving, ViewerMemory memory, SlateRequest request, SlateScratch scratch)
    {
        var input = new SlateInput(serving, memory, request);
        var plan = SurfacePlan.Of(request.Surface, memory.IsCold);
        var own = Place(input, plan, scratch);
        return Finish(input, plan, own, scratch);
    }

    /// <summary>
    /// With which probability each content is in the slate of a request, over what is left to chance; of the others it
    /// is 0. The sum is the number of places. What a slate logs of its own draw is this one's estimate from few draws.
    /// </summary>
    /// <param name="serving">The moment.</param>
    /// <param name="memory">The viewer, brought to their profile; of the moment's model.</param>
    /// <param name="request">What is asked for; its slate's id seeds the estimate.</param>
    /// <param name="scratch">Memory to work in.</param>
    /// <returns>By the number of the content.</returns>
    public static Dictionary<int, double> Chances(
        ServingMoment serving, ViewerMemory memory, SlateRequest request, SlateScratch scratch)
    {
        var input = new SlateInput(serving, memory, request);
        Place(input, SurfacePlan.Of(request.Surface, memory.IsCold), scratch);
        var candidates = scratch.Candidates;
        var chances = new Dictionary<int, double>();
        foreach (var candidate in scratch.Diversity.Placed)
            if (!scratch.IsExplored[candidate]) chances.Add(candidates.Numbers[candidate], 1);
        if (scratch.PoolPlaces == 0) return chances;

        Span<int> pool = stackalloc int[scratch.PoolSize];
        Span<double> drawn = stackalloc double[scratch.PoolSize];
        for (var i = 0; i < pool.Length; i++) pool[i] = candidates.Numbers[scratch.Pool[i]];
        scratch.Exploration.Estimate(
            serving.Trend, pool, StableHash.Hash64(request.SlateId) ^ ChanceSeed, scratch.PoolPlaces, ChanceDraws,
            drawn);
        for (var i = 0; i < pool.Length; i++)
            if (drawn[i] > 0) chances.TryAdd(pool[i], drawn[i]);
        return chances;
    }

    /// <summary>Collects, scores and places.</summary>
    /// <returns>How many candidates are the surface's own; behind them is what fills it.</returns>
    private static int Place(in SlateInput input, SurfacePlan plan, SlateScratch scratch)
    {
        var candidates = scratch.Candidates;
        candidates.Begin(input.Contents.Numbers.Count);
        foreach (var source in plan.Sources)
        {
            candidates.Begin(source);
            source.Collect(input, candidates);
        }

        var own = candidates.Count;
        if (plan.HasFallback && own < input.Request.Limit)
        {
            candidates.Begin(SurfacePlan.Fallback);
            SurfacePlan.Fallback.Collect(input, candidates);
        }

        Score(input, candidates);
        Place(input, plan, own, scratch);
        return own;
    }

    /// <summary>Scores a caller's own candidates, the best first, of equal ones in their order.</summary>
    /// <param name="serving">The moment.</param>
    /// <param name="memory">The viewer, brought to their profile; of the moment's model.</param>
    /// <param name="request">The request; its limit, surface and filters do not count.</param>
    /// <param name="numbers">The contents; each in the catalogue.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static ImmutableArray<SlateItem> Rank(
        ServingMoment serving, ViewerMemory memory, SlateRequest request, ReadOnlySpan<int> numbers,
        SlateScratch scratch)
    {
        var input = new SlateInput(serving, memory, request);
        var signals = scratch.Candidates.Signals;
        var scores = new float[numbers.Length];
        Scorer.Signals(memory.Viewer, serving.Ranking, ContextOf(request), numbers, signals);
        Scorer.Score(serving.Model, signals, scores);
        var order = new int[numbers.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (x, y) => scores[x] != scores[y] ? scores[y].CompareTo(scores[x]) : x.CompareTo(y));

        scratch.Reasons.Begin(input);
        var items = ImmutableArray.CreateBuilder<SlateItem>(numbers.Length);
        Span<float> row = stackalloc float[RankingSignals.RowLength];
        foreach (var place in order)
        {
            var entry = serving.Contents[numbers[place]]!;
            signals.CopyRow(place, row);
            var (reason, because, text) = scratch.Reasons.Find(input, entry, row, SlateSource.Personal, 0, false);
            items.Add(new SlateItem(
                entry.Id, entry.Number, scores[place], SlateSource.Personal, reason, because, text, 1));
        }

        return items.MoveToImmutable();
    }

    private static ViewingContext ContextOf(SlateRequest request) =>
        new(request.NowUnixMs, request.Device, request.Territory);

    private static SlateOptions OptionsOf(in SlateInput input)
    {
        var options = input.Serving.Options;
        if (input.Request.Tuning is not { } tuning) return options;
        return options with
        {
            Relevance = tuning.Relevance ?? options.Relevance,
            ExplorationShare = tuning.ExplorationShare ?? options.ExplorationShare,
            MaxOfSeries = tuning.MaxOfSeries ?? options.MaxOfSeries,
        };
    }

    private static void Score(in SlateInput input, CandidateList candidates)
    {
        var serving = input.Serving;
        Scorer.Signals(
            input.Memory.Viewer, serving.Ranking, ContextOf(input.Request), candidates.Numbers, candidates.Signals);
        Scorer.Score(serving.Model, candidates.Signals, candidates.Scores);
        var boosts = serving.Options.Boosts;
        var unit = SourceBoosts.UnitOf(serving.Model.Weights, candidates.Scores.AsSpan(0, candidates.Count));
        candidates.BoostUnit = unit;
        for (var i = 0; i < candidates.Count; i++)
            candidates.Scores[i] += boosts[(int)candidates.SourceAt(i)] * unit;
    }

    private static void Place(in SlateInput input, SurfacePlan plan, int own, SlateScratch scratch)
    {
        var options = OptionsOf(input);
        var limit = input.Request.Limit;
        var candidates = scratch.Candidates;
        var ofGenre = Math.Max(DiversityCaps.MinOfGenre, (int)Math.Ceiling(limit * options.MaxShareOfGenre));
        var caps = new DiversityCaps(
            plan.MaxOfSeries ?? options.MaxOfSeries, ofGenre, plan.MaxOfSeries is not null);
        var explored = plan.Explores ? (int)(limit * options.ExplorationShare) : 0;
        var ranked = Rank(candidates, 0, own, plan.KeepsOrder, scratch);
        scratch.Diversity.Begin(candidates, ranked);
        scratch.Propensities.AsSpan(0, candidates.Count).Fill(1);
        scratch.IsExplored.AsSpan(0, candidates.Count).Clear();
        scratch.PoolPlaces = 0;
        if (plan.KeepsOrder) scratch.Diversity.PlaceInOrder(candidates, ranked, limit, caps);
        else scratch.Diversity.Place(candidates, ranked, limit - explored, options.Relevance, caps);
        if (explored > 0) Explore(input, ranked, explored, caps, scratch);
        if (!plan.KeepsOrder) scratch.Diversity.Place(candidates, ranked, limit, options.Relevance, caps);
        if (scratch.Diversity.Count >= limit || own == candidates.Count) return;

        // What fills the slate stands behind what the surface has of its own.
        ranked = Rank(candidates, own, candidates.Count, plan.KeepsOrder, scratch);
        scratch.Diversity.Continue(candidates, ranked);
        if (plan.KeepsOrder) scratch.Diversity.PlaceInOrder(candidates, ranked, limit, caps);
        else scratch.Diversity.Place(candidates, ranked, limit, options.Relevance, caps);
    }

    /// <summary>Sorts candidates: by score, the highest first, or as their sources ordered them.</summary>
    private static ReadOnlySpan<int> Rank(
        CandidateList candidates, int from, int to, bool keepsOrder, SlateScratch scratch)
    {
        var ranked = scratch.Ranked.AsSpan(from, to - from);
        if (keepsOrder)
        {
            for (var i = 0; i < ranked.Length; i++) ranked[i] = from + i;
            ranked.Sort((x, y) => candidates.OrderAt(x) != candidates.OrderAt(y)
                ? candidates.OrderAt(x).CompareTo(candidates.OrderAt(y))
                : x.CompareTo(y));
            return ranked;
        }

        // The bits of a float, turned so that they ascend as the score descends; then the candidate.
        var keys = scratch.Keys.AsSpan(0, ranked.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(candidates.Scores[from + i]);
            var ascending = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
            keys[i] = ((ulong)~ascending << 32) | (uint)(from + i);
        }

        keys.Sort();
        for (var i = 0; i < ranked.Length; i++) ranked[i] = (int)(uint)keys[i];
        return ranked;
    }

    /// <summary>
    /// Leaves the last places to chance: among the best that are not placed, and new contents of which too little is
    /// known.
    /// </summary>
    private static void Explore(
        in SlateInput input, ReadOnlySpan<int> ranked, int count, in DiversityCaps caps, SlateScratch scratch)
    {
        var pool = scratch.Pool.AsSpan();
        var candidates = scratch.Candidates;
        var size = 0;
        foreach (var candidate in ranked)
        {
            if (size == ExplorationFromScore) break;
            if (!scratch.Diversity.IsTaken(candidate) && scratch.Diversity.IsWithin(candidates, candidate, caps))
                pool[size++] = candidate;
        }

        foreach (var candidate in ranked)
        {
            if (size == pool.Length) break;
            if (candidates.SourceAt(candidate) == SlateSource.New && !scratch.Diversity.IsTaken(candidate)
                && !pool[..size].Contains(candidate)
                && scratch.Diversity.IsWithin(candidates, candidate, caps))
                pool[size++] = candidate;
        }

        Span<int> numbers = stackalloc int[Exploration.MaxPool];
        for (var i = 0; i < size; i++) numbers[i] = candidates.Numbers[pool[i]];
        Span<int> chosen = stackalloc int[Math.Min(count, Exploration.MaxPool)];
        Span<float> propensities = stackalloc float[chosen.Length];
        var found = scratch.Exploration.Choose(
            input.Serving.Trend, numbers[..size], StableHash.Hash64(input.Request.SlateId), chosen, propensities);
        (scratch.PoolSize, scratch.PoolPlaces) = (size, found);
        for (var i = 0; i < found; i++)
        {
            var candidate = pool[chosen[i]];
            scratch.Diversity.Take(candidate);
            scratch.IsExplored[candidate] = true;
            scratch.Propensities[candidate] = propensities[i];
        }
    }

    private static Slate Finish(in SlateInput input, SurfacePlan plan, int own, SlateScratch scratch)
    {
        var (serving, request) = (input.Serving, input.Request);
        var candidates = scratch.Candidates;
        var placed = scratch.Diversity.Placed;
        var items = new SlateItem[placed.Length];
        var rows = new float[placed.Length * RankingSignals.RowLength];
        var isFallback = false;
        scratch.Reasons.Begin(input);
        var cutoff = SourceBoosts.CutoffOf(
            candidates, scratch.Ranked.AsSpan(0, own), request.Limit, plan.KeepsOrder);
        for (var i = 0; i < items.Length; i++)
        {
            var candidate = placed[i];
            var entry = candidates.EntryAt(candidate);
            var source = candidates.SourceAt(candidate);
            var row = rows.AsSpan(i * RankingSignals.RowLength, RankingSignals.RowLength);
            candidates.Signals.CopyRow(candidate, row);
            var boost = serving.Options.Boosts[(int)source] * candidates.BoostUnit;
            var (reason, because, text) = scratch.IsExplored[candidate]
                ? (SlateReason.Exploration, null, "something different")
                : scratch.Reasons.Find(
                    input, entry, row, source, boost, isBoosted: candidates.Scores[candidate] - boost < cutoff);
            isFallback |= candidate >= own;
            items[i] = new SlateItem(
                entry.Id, entry.Number, candidates.Scores[candidate], source, reason, because, text,
                scratch.Propensities[candidate]);
        }

        return new Slate(
            request.SlateId, serving.Model.Version, request.Surface,
            ImmutableCollectionsMarshal.AsImmutableArray(items),
            ImmutableCollectionsMarshal.AsImmutableArray(rows), isFallback, input.Memory.IsCold,
            NoteOf(input, plan, items.Length, candidates.LacksTerritory));
    }

    private static string? NoteOf(in SlateInput input, SurfacePlan plan, int items, bool lacksTerritory)
    {
        if (input.Contents.Count == 0) return "The catalogue is empty.";
        if (lacksTerritory) return "Contents that are bound to territories are left out: no territory was given.";
        return items == 0 ? plan.WhenEmpty : null;
    }
}
