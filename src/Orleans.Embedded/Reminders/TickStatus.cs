namespace Orleans.Runtime;

/// <summary>Which tick of a reminder this is.</summary>
public readonly struct TickStatus
{
    /// <summary>Describes a tick; times are UTC.</summary>
    public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
    {
        FirstTickTime = firstTickTime;
        Period = period;
        CurrentTickTime = timeStamp;
    }

    /// <summary>When the first tick was due.</summary>
    public DateTime FirstTickTime { get; }

    /// <summary>The time between ticks.</summary>
    public TimeSpan Period { get; }

    /// <summary>When this tick is delivered.</summary>
    public DateTime CurrentTickTime { get; }
}
