using Profiles.Core.Simulation;
using Profiles.Learning.Factors;
using Profiles.Learning.Texts;

namespace Profiles.Learning.Tests.Texts;

public sealed class TextMapTests
{
    private const int Items = 200;
    private const int Inputs = 6;
    private const int Dimensions = 8;

    private static readonly TextMapOptions Options = new() { Penalties = [1e-4f, 1, 100] };

    [Fact]
    public void Apply_WhenFactorsAreLinearInTexts_FindsTheMap()
    {
        var (items, factors, texts, truth) = Make(isRelated: true);

        var rows = TextMap.Apply(items, factors, Chosen(5), texts, Options, -1)!;

        Assert.Equal(["new 1", "new 2"], rows.Items);
        Assert.True(rows.Explained > 0.999, $"It explains {rows.Explained}");
        Assert.Equal(1e-4, rows.Penalty, 1e-6);
        for (var i = 0; i < 2; i++)
            for (var d = 0; d < Dimensions; d++)
                Assert.Equal(truth($"new {i + 1}")[d], rows.Factors[i * Dimensions + d], 0.02f);
    }

    [Fact]
    public void Apply_WhenTextsSayNothing_GivesNoRows()
    {
        var (items, factors, texts, _) = Make(isRelated: false);

        var rows = TextMap.Apply(items, factors, Chosen(5), texts, Options, -1)!;

        Assert.True(rows.Explained < 0.01, $"It explains {rows.Explained}");
        Assert.Empty(rows.Items);
    }

    [Fact]
    public void Apply_WhenTooFewItemsWereChosen_GivesNothing()
    {
        var (items, factors, texts, _) = Make(isRelated: true);

        Assert.Null(TextMap.Apply(items, factors, Chosen(1), texts, Options, -1));
    }

    [Fact]
    public void Apply_WhenThreadsDiffer_GivesTheSameBits()
    {
        var (items, factors, texts, _) = Make(isRelated: true);

        var one = TextMap.Apply(items, factors, Chosen(5), texts, Options, 1)!;
        var four = TextMap.Apply(items, factors, Chosen(5), texts, Options, 4)!;

        Assert.Equal(one.Factors, four.Factors);
        Assert.Equal(one.Explained, four.Explained);
    }

    private static int[] Chosen(int times) => [.. Enumerable.Repeat(times, Items)];

    private static (string[] Items, AlsModel Factors, Dictionary<string, float[]> Texts, Func<string, float[]> Truth)
        Make(bool isRelated)
    {
        var chance = new SeededChance(11, 1);
        var map = Vector(Inputs * Dimensions);
        string[] items = [.. Enumerable.Range(0, Items).Select(i => $"item {i:000}")];
        var texts = items.Append("new 1").Append("new 2").ToDictionary(id => id, _ => Vector(Inputs));
        float[] factors =
        [
            .. isRelated ? items.SelectMany(Truth) : Vector(Items * Dimensions),
        ];
        return (items, new AlsModel(Dimensions, factors, new float[Dimensions * Dimensions], 1), texts, Truth);

        float[] Vector(int length) =>
            [.. Enumerable.Range(0, length).Select(_ => (float)(chance.NextDouble() - 0.5))];

        float[] Truth(string id)
        {
            var text = texts[id];
            var length = MathF.Sqrt(text.Sum(value => value * value));
            return
            [
                .. Enumerable.Range(0, Dimensions).Select(d => 0.3f + Enumerable.Range(0, Inputs)
                    .Sum(i => text[i] / length * map[i * Dimensions + d])),
            ];
        }
    }
}
