namespace Profiles.Learning.Rankers;

/// <summary>How the weights of the signals are fitted.</summary>
public sealed record RankerOptions
{
    /// <summary>The most choices that are learnt from; earlier ones are thinned out evenly.</summary>
    public int MaxSamples { get; init; } = 20_000;

    /// <summary>How many contents of each choice are drawn from all, beside the strongest.</summary>
    public int RandomContents { get; init; } = 40;

    /// <summary>
    /// How many contents of each choice are the strongest by trend, at each of three half-lives: a quarter, a half and
    /// a quarter of this.
    /// </summary>
    public int TopByTrend { get; init; } = 160;

    /// <summary>How many are the strongest by each kind of links, and by the factors.</summary>
    public int TopByModel { get; init; } = 20;

    /// <summary>How often all samples are passed.</summary>
    public int Passes { get; init; } = 6;

    /// <summary>How many samples make a step.</summary>
    public int StepSamples { get; init; } = 32;

    /// <summary>The first step's length; it falls to 0.</summary>
    public float Rate { get; init; } = 0.015f;

    /// <summary>The quadratic penalty on weights of standardised signals.</summary>
    public float Penalty { get; init; } = 3e-4f;

    /// <summary>
    /// How much a sample that is hopeless counts less: its gradient is scaled by the probability of the choice to this
    /// power. 0 for the plain likelihood; above it, more for what can reach the top of the list.
    /// </summary>
    public float Focus { get; init; } = 0.5f;

    /// <summary>
    /// The part of the samples, the last by time, on which it is decided whether hour and device count; 0 for never.
    /// </summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>What the draws follow from.</summary>
    public ulong Seed { get; init; } = 1;
}
