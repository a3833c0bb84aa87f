using Profiles.Statistics.Effects;
using Profiles.Statistics.Resampling;

namespace Profiles.Statistics.Intervals;

/// <summary>The answer of a test.</summary>
/// <param name="Insufficiency">Why there is none: then the effect is 0, the interval everything and p 1.</param>
/// <param name="Effect">The effect found.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Interval">Where the true effect lies, at the level asked for; an end may be infinite.</param>
/// <param name="PValue">How likely an effect at least as great is where there is none.</param>
public sealed record EffectResult(
    Insufficiency Insufficiency, double Effect, double StandardError, Interval Interval, double PValue)
{
    /// <summary>Whether the test could be made.</summary>
    public bool IsKnown => Insufficiency == Insufficiency.None;

    /// <summary>The answer where there is not enough to test.</summary>
    public static EffectResult NotEnough(Insufficiency why) =>
        new(why, 0, 0, new Interval(double.NegativeInfinity, double.PositiveInfinity), 1);
}
