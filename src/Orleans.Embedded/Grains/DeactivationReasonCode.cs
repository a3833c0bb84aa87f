namespace Orleans;

/// <summary>The kinds of reasons for which an activation ends here; the numbers are those of Orleans.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason.</summary>
    None = 0,

    /// <summary>The process stops.</summary>
    ShuttingDown = 1,

    /// <summary>The activation could not be set up.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called for the collection age.</summary>
    ActivationIdle = 4,

    /// <summary>A request failed in a way that makes the state in memory untrustworthy.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The host asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory is short and this activation was among those used longest ago.</summary>
    HighMemoryPressure = 12,
}
