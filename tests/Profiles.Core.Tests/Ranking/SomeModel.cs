using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Simulation;
using Profiles.Core.Tests.Folding;

namespace Profiles.Core.Tests.Ranking;

/// <summary>A model of made-up numbers over the contents of <see cref="History"/>, and a catalogue of them.</summary>
internal static class SomeModel
{
    public const int Items = 40;
    public const int Dimensions = 16;
    public const double Everyone = 0.1;
    public const double Regularization = 0.5;

    public static RankingModel Shared { get; } = Artefact().Open();

    public static ModelArtefact Artefact(RankerWeights? weights = null, string version = "some-1")
    {
        var items = Enumerable.Range(0, Items).Select(i => $"c{i}").Order(StringComparer.Ordinal).ToArray();
        var chance = new SeededChance(7);
        var factors = new float[Items * Dimensions];
        for (var i = 0; i < factors.Length; i++) factors[i] = (float)(chance.NextDouble() - 0.4);
        var links = Enumerable.Range(0, LinkKinds.Count).ToDictionary(kind => (LinkKind)kind, _ => Links(chance));
        return ModelArtefact.Create(
            new ModelManifest
            {
                Version = version,
                CreatedAt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
                CodeVersion = "test",
                Events = 100,
                Positions = [5, 6],
                Parameters = new Dictionary<string, double> { [ModelParameters.FoldInDecay] = 0.9 },
                Metrics = new Dictionary<string, double> { ["ndcg@10"] = 0.15, ["hr@10"] = 0.26 },
            },
            items, factors, GramOf(factors), links, weights ?? Weights(chance));
    }

    public static RankerWeights Weights(SeededChance chance)
    {
        var weights = new float[RankingSignals.Count * ContextFeatures.Count];
        for (var i = 0; i < weights.Length; i++) weights[i] = (float)(chance.NextDouble() - 0.5);
        var means = new float[RankingSignals.Count];
        for (var i = 0; i < means.Length; i++) means[i] = (float)chance.NextDouble();
        return new RankerWeights(
            weights, means, new Dictionary<string, float> { ["genre 1"] = 0.3f, ["genre 4"] = 0.1f });
    }

    public static ContentIndex Catalogue(IEnumerable<int>? order = null)
    {
        var contents = new ContentIndex();
        foreach (var i in order ?? Enumerable.Range(0, Items + 5))
        {
            contents.Upsert(
                new ContentItem
                {
                    Id = $"c{i}",
                    Kind = i % 4 == 0 ? ContentKind.Episode : ContentKind.Movie,
                    Title = $"Title {i % 6} of many",
                    Genres = [$"genre {i % 7}", $"genre {i % 5}"],
                    SeriesId = i % 4 == 0 ? $"s{i % 3}" : null,
                    ReleasedAt = i % 9 == 0 ? null : new DateTimeOffset(1990 + i % 35, 1, 1, 0, 0, 0, TimeSpan.Zero),
                },
                1);
        }

        return contents;
    }

    /// <summary>The inverse of <c>w₀·YᵀY + λI</c>, by elimination.</summary>
    public static float[] GramOf(float[] factors)
    {
        var matrix = new double[Dimensions, Dimensions];
        for (var row = 0; row < factors.Length; row += Dimensions)
            AddProduct(matrix, factors.AsSpan(row, Dimensions), Everyone);
        for (var i = 0; i < Dimensions; i++) matrix[i, i] += Regularization;
        var inverse = Invert(matrix);
        var gram = new float[Dimensions * Dimensions];
        for (var i = 0; i < gram.Length; i++) gram[i] = (float)inverse[i / Dimensions, i % Dimensions];
        return gram;
    }

    public static void AddProduct(double[,] matrix, ReadOnlySpan<float> factor, double weight)
    {
        for (var i = 0; i < factor.Length; i++)
            for (var j = 0; j < factor.Length; j++)
                matrix[i, j] += weight * factor[i] * factor[j];
    }

    public static double[,] Invert(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var left = (double[,])matrix.Clone();
        var right = new double[size, size];
        for (var i = 0; i < size; i++) right[i, i] = 1;
        for (var pivot = 0; pivot < size; pivot++)
        {
            var scale = 1 / left[pivot, pivot];
            for (var j = 0; j < size; j++)
            {
                left[pivot, j] *= scale;
                right[pivot, j] *= scale;
            }

            for (var i = 0; i < size; i++)
            {
                if (i == pivot) continue;
                var factor = left[i, pivot];
                for (var j = 0; j < size; j++)
                {
                    left[i, j] -= factor * left[pivot, j];
                    right[i, j] -= factor * right[pivot, j];
                }
            }
        }

        return right;
    }

    private static byte[] Links(SeededChance chance)
    {
        var starts = new List<int> { 0 };
        var targets = new List<int>();
        var weights = new List<float>();
        for (var row = 0; row < Items; row++)
        {
            for (var target = 0; target < Items; target++)
            {
                if (target == row || chance.NextDouble() > 0.2) continue;
                targets.Add(target);
                weights.Add((float)chance.NextDouble());
            }

            starts.Add(targets.Count);
        }

        return ItemLinks.Write([.. starts], [.. targets], [.. weights]);
    }
}
