using Profiles.Statistics.Effects;

namespace Profiles.Statistics.Power;

/// <summary>A number that a question of power asks for.</summary>
/// <param name="Insufficiency">Why there is none; then the value is 0.</param>
/// <param name="Value">The power, the effect or the units.</param>
public readonly record struct PowerAnswer(Insufficiency Insufficiency, double Value)
{
    /// <summary>Whether there is an answer.</summary>
    public bool IsKnown => Insufficiency == Insufficiency.None;

    internal static PowerAnswer Of(double value) => new(Insufficiency.None, value);
}
