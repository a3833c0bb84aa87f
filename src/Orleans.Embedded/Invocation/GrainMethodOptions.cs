namespace Orleans.Embedded.Invocation;

/// <summary>How a grain method is scheduled.</summary>
[Flags]
public enum GrainMethodOptions
{
    /// <summary>Alone, one request after another.</summary>
    None = 0,

    /// <summary>Interleaves with other requests of this kind.</summary>
    ReadOnly = 1,

    /// <summary>Interleaves with every request.</summary>
    AlwaysInterleave = 2,

    /// <summary>The caller does not wait for it.</summary>
    OneWay = 4,
}
