namespace Profiles.Core.Experiments.Flags;

/// <summary>How far one evaluation goes.</summary>
public static class FlagLimits
{
    /// <summary>The most flags of which each needs the next; beyond, the answer is that of a cycle.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most flags one evaluation looks at, the same ones again included; beyond, as above.</summary>
    public const int MaxEvaluations = 10_000;
}
