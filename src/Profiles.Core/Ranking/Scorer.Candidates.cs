using System.Buffers;
using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

public static partial class Scorer
{
    /// <summary>
    /// The contents of the model whose factors go best with the viewer's vector, the best first. Costs a product with
    /// every item of the model: 0.5 ms for 100,000 items of 64 dimensions.
    /// </summary>
    /// <param name="viewer">The viewer; of the moment's model.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="numbers">Where their numbers are written; as many as there is room for.</param>
    /// <returns>How many were written; none where the model has no factors or nothing is known of the viewer.</returns>
    public static int TopByFactors(Viewer viewer, RankingMoment moment, Span<int> numbers)
    {
        if (!HasVector(viewer)) return 0;

        var model = moment.Model;
        var scores = ArrayPool<float>.Shared.Rent(numbers.Length);
        var best = new BestRows(numbers, scores);
        for (var row = 0; row < model.Items.Count; row++)
            best.Offer(row, VectorMath.Dot(viewer.Vector, model.FactorOf(row)));
        return Finish(ref best, moment, numbers, scores);
    }

    /// <summary>The same among some contents only, which bounds the cost where the model has very many.</summary>
    /// <param name="viewer">The viewer; of the moment's model.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="among">The contents; those without a row are passed over.</param>
    /// <param name="numbers">Where their numbers are written; as many as there is room for.</param>
    /// <returns>How many were written.</returns>
    public static int TopByFactors(
        Viewer viewer, RankingMoment moment, ReadOnlySpan<int> among, Span<int> numbers)
    {
        if (!HasVector(viewer)) return 0;

        var scores = ArrayPool<float>.Shared.Rent(numbers.Length);
        var best = new BestRows(numbers, scores);
        foreach (var number in among)
            if (moment.RowOf(number) is >= 0 and var row)
                best.Offer(row, VectorMath.Dot(viewer.Vector, moment.Model.FactorOf(row)));
        return Finish(ref best, moment, numbers, scores);
    }

    /// <summary>The contents that a viewer's history leads to most strongly, the strongest first.</summary>
    /// <param name="viewer">The viewer; of the moment's model.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="kind">Which links.</param>
    /// <param name="numbers">Where their numbers are written; as many as there is room for.</param>
    /// <returns>How many were written.</returns>
    public static int TopByLinks(Viewer viewer, RankingMoment moment, LinkKind kind, Span<int> numbers)
    {
        if (viewer.LinksOf(kind) is not { Count: > 0 } links) return 0;

        var scores = ArrayPool<float>.Shared.Rent(numbers.Length);
        var best = new BestRows(numbers, scores);
        for (var i = 0; i < links.Count; i++)
            if (links.At(i) is > 0 and var score) best.Offer(links.Rows[i], score);
        return Finish(ref best, moment, numbers, scores);
    }

    private static bool HasVector(Viewer viewer) =>
        viewer.Model.Dimensions > 0 && viewer.HistoryCount > 0 && viewer.Vector.ContainsAnyExcept(0f);

    // Rows become numbers; the few that could get none are left out.
    private static int Finish(ref BestRows best, RankingMoment moment, Span<int> numbers, float[] scores)
    {
        best.Sort();
        var count = 0;
        for (var i = 0; i < best.Count; i++)
            if (moment.NumberOf(numbers[i]) is not ContentNumbers.None and var number) numbers[count++] = number;
        ArrayPool<float>.Shared.Return(scores);
        GC.KeepAlive(moment.Model);
        return count;
    }
}
