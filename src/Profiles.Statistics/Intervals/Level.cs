using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Intervals;

/// <summary>What all tests share: the level they accept, and the shape of their intervals.</summary>
internal static class Level
{
    public static void Check(double alpha)
    {
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must be between 0 and 1.");
    }

    public static Interval Around(double effect, double width, Alternative alternative) => new(
        alternative == Alternative.Lesser ? double.NegativeInfinity : effect - width,
        alternative == Alternative.Greater ? double.PositiveInfinity : effect + width);
}
