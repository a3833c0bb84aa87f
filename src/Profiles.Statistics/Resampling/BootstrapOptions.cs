namespace Profiles.Statistics.Resampling;

/// <summary>How an interval is drawn.</summary>
public sealed record BootstrapOptions
{
    /// <summary>What the draws follow from: the same seed gives the same interval.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many samples are drawn; at least 1.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The part of the samples that lies within the interval, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;
}
