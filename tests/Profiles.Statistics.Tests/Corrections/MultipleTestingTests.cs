using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Profiles.Statistics.Corrections;

namespace Profiles.Statistics.Tests.Corrections;

public sealed class MultipleTestingTests
{
    private const double Tolerance = 1e-12;

    private static readonly Gen<double[]> PValues = Gen.Choose(0, 1_000_000)
        .Select(millionths => millionths / 1e6).ArrayOf();

    [Fact]
    public void Corrections_WhenReferenceValuesAreThere_AreTheirs()
    {
        var section = ReferenceValues.Section("p_value_corrections");
        AssertRow(section.GetProperty("holm"), p => MultipleTesting.Holm(p));
        AssertRow(section.GetProperty("benjamini_hochberg"), p => MultipleTesting.BenjaminiHochberg(p));
    }

    [Fact]
    public void Corrections_WhenApplied_NeverLowerAPValueNorChangeTheOrder() => Laws.Hold(PValues, raw =>
    {
        foreach (var adjusted in new[] { MultipleTesting.Holm(raw), MultipleTesting.BenjaminiHochberg(raw) })
        {
            for (var i = 0; i < raw.Length; i++)
            {
                Assert.InRange(adjusted[i], raw[i], 1);
                for (var j = 0; j < raw.Length; j++)
                    if (raw[i] < raw[j]) Assert.True(adjusted[i] <= adjusted[j]);
            }
        }
    });

    [Fact]
    public void Holm_WhenComparedWithBenjaminiHochberg_IsNeverBelowIt() => Laws.Hold(PValues, raw =>
    {
        double[] holm = MultipleTesting.Holm(raw), hochberg = MultipleTesting.BenjaminiHochberg(raw);
        for (var i = 0; i < raw.Length; i++) Assert.True(holm[i] >= hochberg[i] - Tolerance);
    });

    [Fact]
    public void Corrections_WhenThereIsNothingOrOne_ChangeNothing()
    {
        Assert.Empty(MultipleTesting.Holm([]));
        Assert.Empty(MultipleTesting.BenjaminiHochberg([]));
        Assert.Equal([0.04], MultipleTesting.Holm([0.04]));
        Assert.Equal([0.04], MultipleTesting.BenjaminiHochberg([0.04]));
    }

    [Fact]
    public void Corrections_WhenAPValueIsNotANumber_CountItAsOne()
    {
        Assert.Equal([0.02, 1], MultipleTesting.Holm([0.01, double.NaN]));
        Assert.Equal([0.02, 1], MultipleTesting.BenjaminiHochberg([0.01, double.NaN]));
    }

    private static void AssertRow(JsonElement row, Func<double[], double[]> correct)
    {
        var adjusted = correct(row.Numbers("p"));
        foreach (var expected in row.GetProperty("adjusted_by_input_index").EnumerateObject())
            Assert.Equal(expected.Value.GetDouble(), adjusted[int.Parse(expected.Name)], Tolerance);
    }
}
