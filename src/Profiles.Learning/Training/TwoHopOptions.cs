using Profiles.Learning.Links;

namespace Profiles.Learning.Training;

/// <summary>How links over two hops are made; see <see cref="LinkTrainer.TwoHops"/>.</summary>
public sealed record TwoHopOptions
{
    /// <summary>The links of one hop.</summary>
    public LinkOptions Hop { get; init; } = new()
    {
        ForwardDecay = 0.8f,
        BackwardWeight = 0.5f,
        BackwardDecay = 0.8f,
        SourceExponent = 0.3f,
        MaxRow = 50,
    };

    /// <summary>How much a target that many took is held back.</summary>
    public float TargetExponent { get; init; } = 0.3f;

    /// <summary>The most links of a source.</summary>
    public int MaxRow { get; init; } = 200;

    /// <summary>What of a viewer's history each newer content leaves of the links of those before.</summary>
    public float HistoryDecay { get; init; } = 0.6f;

    /// <summary>How a sum of links becomes a signal: <c>ln(1 + scale · sum)</c>; the sum itself where 0.</summary>
    public float Scale { get; init; } = 100;
}
