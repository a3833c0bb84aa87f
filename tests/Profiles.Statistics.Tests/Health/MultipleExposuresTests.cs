using Profiles.Statistics.Health;

namespace Profiles.Statistics.Tests.Health;

public sealed class MultipleExposuresTests
{
    [Theory]
    [InlineData(0, 1000, HealthStatus.Healthy)]
    [InlineData(9, 100, HealthStatus.Healthy)] // fewer than ten say nothing
    [InlineData(10, 1000, HealthStatus.Alert)]
    [InlineData(99, 10_000, HealthStatus.Healthy)]
    [InlineData(100, 10_000, HealthStatus.Alert)]
    [InlineData(0, 0, HealthStatus.NotEnough)]
    [InlineData(-1, 100, HealthStatus.Healthy)]
    public void MultipleExposures_WhenCounted_AlertFromOnePercentAndTenUnits(
        long several, long units, HealthStatus expected) =>
        Assert.Equal(expected, MultipleExposures.Check(several, units).Status);
}
