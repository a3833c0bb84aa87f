using System.Buffers;
using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

public static partial class Scorer
{
    // Of this many items with the longest factors; links bring what is rare.
    private const int MaxScanned = 16_384;

    // More than what rounding adds to a product of 256 dimensions.
    private const float Slack = 1.0001f;

    /// <summary>
    /// The contents of the model whose factors go best with the viewer's vector, the best first. No product is larger
    /// than the product of the lengths (Cauchy and Schwarz), so that items are looked at from the longest factor on
    /// until none of the rest can be among the best; at most the 16,384 longest.
    /// </summary>
    /// <param name="viewer">The viewer; of the moment's model.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="numbers">Where their numbers are written; as many as there is room for.</param>
    /// <returns>How many were written; none where the model has no factors or nothing is known of the viewer.</returns>
    public static int TopByFactors(Viewer viewer, RankingMoment moment, Span<int> numbers)
    {
        if (numbers.IsEmpty || !HasVector(viewer)) return 0;

        var model = moment.Model;
        var vector = viewer.Vector;
        var reach = -Slack * MathF.Sqrt(VectorMath.Dot(vector, vector));
        var rows = model.RowsByLength[..Math.Min(model.Items.Count, MaxScanned)];
        var lengths = model.NegativeLengths;
        var scores = ArrayPool<float>.Shared.Rent(numbers.Length);
        var best = new BestRows(numbers, scores);
        for (var i = 0; i < rows.Length; i++)
        {
            if (best.IsFull && reach * lengths[i] < best.Worst) break;
            best.Offer(rows[i], VectorMath.Dot(vector, model.FactorOf(rows[i])));
        }

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
