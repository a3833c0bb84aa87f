using FsCheck.Fluent;
using Profiles.Statistics.Health;

namespace Profiles.Statistics.Tests.Health;

public sealed class SampleRatioTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void SampleRatio_WhenReferenceValuesAreThere_HasTheirPValues()
    {
        foreach (var row in ReferenceValues.Section("srm_chi_square").EnumerateArray())
        {
            var units = row.Numbers("users").Select(value => (long)value).ToArray();
            Assert.Equal(row.Number("p"), SampleRatio.Check(units, row.Numbers("weights")).PValue, Tolerance);
        }
    }

    [Fact]
    public void SampleRatio_WhenThresholdsAreRead_AreThoseOfGrowthBook()
    {
        var thresholds = ReferenceValues.Section("srm_thresholds").GetProperty("growthbook");
        Assert.Equal(SampleRatio.AlertBelow, thresholds.Number("p"));
        Assert.Equal(SampleRatio.MinUnitsPerVariant, thresholds.Number("min_users_per_variation"));
    }

    [Theory]
    [InlineData(1000, 1000, HealthStatus.Healthy)]
    [InlineData(1000, 1130, HealthStatus.Watch)]
    [InlineData(1000, 1200, HealthStatus.Alert)]
    [InlineData(15, 0, HealthStatus.NotEnough)]
    [InlineData(16, 0, HealthStatus.Alert)]
    public void SampleRatio_WhenHalvesDiffer_AlertsBelowOneInAThousand(long a, long b, HealthStatus expected) =>
        Assert.Equal(expected, SampleRatio.Check([a, b], [1, 1]).Status);

    [Fact]
    public void SampleRatio_WhenOneVariantHasAllTheWeight_HasNothingToCompare() =>
        Assert.Equal(HealthStatus.NotEnough, SampleRatio.Check([1000, 900], [1, 0]).Status);

    [Fact]
    public void SampleRatio_WhenWeightsAreNotNumbers_HasNothingToCompare()
    {
        var result = SampleRatio.Check([1000, 900], [double.NaN, double.PositiveInfinity]);
        Assert.Equal(HealthStatus.NotEnough, result.Status);
        Assert.Equal(1, result.PValue);
    }

    [Fact]
    public void SampleRatio_WhenWeightsAreScaled_IsTheSame() => Laws.Hold(
        Gen.Choose(1, 100_000).Three().Zip(Gen.Choose(1, 1000)),
        drawn =>
        {
            var ((a, b, c), scale) = drawn;
            var small = SampleRatio.Check([a, b, c], [0.2, 0.3, 0.5]);
            var great = SampleRatio.Check([a, b, c], [0.2 * scale, 0.3 * scale, 0.5 * scale]);
            Assert.Equal(small.PValue, great.PValue, 1e-9);
        });
}
