using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions
{
    /// <summary>Options to be set by name.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>Options with both times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>When the first tick comes; <see cref="Timeout.InfiniteTimeSpan"/> for not yet.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>
    /// How long after the end of a tick the next one comes; <see cref="Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks interleave with requests; false by default.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether ticks count as use and so keep the activation from being collected; false by default.</summary>
    public bool KeepAlive { get; init; }
}
