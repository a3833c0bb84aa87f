namespace Profiles.Contracts;

/// <summary>The names under which the grains and the host meet.</summary>
public static class StreamNames
{
    /// <summary>The stream provider over the log.</summary>
    public const string Provider = "log";

    /// <summary>The namespace of the streams of unit records; a stream's key is the unit's grain key.</summary>
    public const string UnitRecords = "unit-records";

    /// <summary>The storage of unit states.</summary>
    public const string UnitStates = "unit-states";
}
