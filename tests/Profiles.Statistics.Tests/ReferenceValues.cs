using System.Text.Json;
using Profiles.Statistics.Intervals;
using Profiles.Statistics.Samples;

namespace Profiles.Statistics.Tests;

/// <summary>
/// Inputs and outputs of other implementations (GrowthBook's gbstats, Spotify's confidence), which a fresh clone has
/// not.
/// </summary>
internal static class ReferenceValues
{
    /// <summary>Half of the fifth decimal, and a little: what most outputs are rounded to.</summary>
    public const double FiveDecimals = 5.5e-6;

    /// <summary>A section of the file by its name; skips the test without the file.</summary>
    public static JsonElement Section(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Profiles.sln")))
            folder = folder.Parent;
        var data = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "data");
        var path = Path.Combine(data, "statistics", "reference-values.json");
        Assert.SkipUnless(File.Exists(path), "../shared/data/statistics/reference-values.json is not there");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty(name);
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static string Text(this JsonElement element, string name, string otherwise) =>
        element.TryGetProperty(name, out var value) ? value.GetString()! : otherwise;

    public static MeanStatistic Mean(this JsonElement element) =>
        new(element.GetProperty("n").GetInt64(), element.Number("sum"), element.Number("sum_squares"));

    /// <summary>The statistic of one side of a row.</summary>
    public static MetricStatistic Statistic(this JsonElement side) => side.Text("type", "") switch
    {
        "regression_adjusted" => new AdjustedMeanStatistic(
            side.GetProperty("post").Mean(), side.GetProperty("pre").Mean(), side.Number("post_pre_sum_of_products")),
        "regression_adjusted_ratio" => new AdjustedRatioStatistic(
            new RatioStatistic(
                side.GetProperty("m_post").Mean(), side.GetProperty("d_post").Mean(), side.Number("m_post_d_post")),
            new RatioStatistic(
                side.GetProperty("m_pre").Mean(), side.GetProperty("d_pre").Mean(), side.Number("m_pre_d_pre")),
            side.Number("m_post_m_pre"), side.Number("d_post_d_pre"),
            side.Number("m_post_d_pre"), side.Number("m_pre_d_post")),
        _ => side.TryGetProperty("sum_squares", out _)
            ? side.Mean()
            : new ProportionStatistic(side.GetProperty("n").GetInt64(), side.Number("sum")),
    };

    public static Alternative Side(this JsonElement row) => row.Text("side", "") switch
    {
        "greater" => Alternative.Greater,
        "lesser" => Alternative.Lesser,
        _ => Alternative.TwoSided,
    };

    /// <summary>Compares all that a row of a test states.</summary>
    public static void AssertTest(JsonElement row, EffectResult actual, double tolerance, double? toleranceOfP = null)
    {
        Assert.True(actual.IsKnown);
        if (row.TryGetProperty("expected", out var effect)) Assert.Equal(effect.GetDouble(), actual.Effect, tolerance);
        if (row.TryGetProperty("stddev", out var error))
            Assert.Equal(error.GetDouble(), actual.StandardError, tolerance);
        Assert.Equal(row.Number("p"), actual.PValue, toleranceOfP ?? tolerance);
        AssertEnd(row.GetProperty("ci")[0], actual.Interval.Low, double.NegativeInfinity, tolerance);
        AssertEnd(row.GetProperty("ci")[1], actual.Interval.High, double.PositiveInfinity, tolerance);
    }

    private static void AssertEnd(JsonElement expected, double actual, double infinite, double tolerance)
    {
        if (expected.ValueKind == JsonValueKind.Null) Assert.Equal(infinite, actual);
        else Assert.Equal(expected.GetDouble(), actual, tolerance);
    }
}
