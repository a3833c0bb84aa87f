namespace Profiles.Statistics.Effects;

/// <summary>In what an effect is told.</summary>
public enum EffectScale
{
    /// <summary>As a part of the control's value: (b - a) / |a|.</summary>
    Relative,

    /// <summary>In the metric's own unit: b - a.</summary>
    Absolute,
}
