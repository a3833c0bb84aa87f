namespace Profiles.Learning.Links;

/// <summary>
/// How pairs of items in the same sequence become links. A pair of items at distance k, the second after the first,
/// counts <c>ForwardDecay^(k − 1)</c> for the link from first to second, and <c>BackwardWeight ·
/// BackwardDecay^(k − 1)</c> for the one back; both fade with the age of the pair.
/// A link's weight is the sum over <c>(n_source + Shrinkage)^SourceExponent · n_target^TargetExponent</c>, with n how
/// often an item was taken, fading likewise.
/// </summary>
public sealed record LinkOptions
{
    /// <summary>The largest distance of a pair in its sequence; 1 to 1,000.</summary>
    public int MaxDistance { get; init; } = 20;

    /// <summary>What one more step forward leaves of a pair; 0 to 1.</summary>
    public float ForwardDecay { get; init; } = 0.8f;

    /// <summary>What a pair counts backward; 0 and up.</summary>
    public float BackwardWeight { get; init; }

    /// <summary>What one more step backward leaves of a pair; 0 to 1.</summary>
    public float BackwardDecay { get; init; } = 0.8f;

    /// <summary>How much a source that many took is held back; 0 to 1.</summary>
    public float SourceExponent { get; init; } = 0.3f;

    /// <summary>How much a target that many took is held back; −1 to 1.</summary>
    public float TargetExponent { get; init; }

    /// <summary>Added to how often the source was taken; 0 and up.</summary>
    public float Shrinkage { get; init; }

    /// <summary>After how many days a pair counts half; infinite for never.</summary>
    public double HalfLifeDays { get; init; } = double.PositiveInfinity;

    /// <summary>The longest time between the two of a pair, in hours; infinite for any.</summary>
    public double MaxGapHours { get; init; } = double.PositiveInfinity;

    /// <summary>The most links of a source, the heaviest; 1 to 2,048.</summary>
    public int MaxRow { get; init; } = 200;

    /// <summary>What of a viewer's history each newer content leaves of the links of those before.</summary>
    public float HistoryDecay { get; init; } = 0.7f;

    /// <summary>How a sum of links becomes a signal: <c>ln(1 + scale · sum)</c>; the sum itself where 0.</summary>
    public float Scale { get; init; } = 100;
}
