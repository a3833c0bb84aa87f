namespace Profiles.Core.Experiments.Flags;

/// <summary>Where a flag's value came from.</summary>
public enum FlagSource
{
    /// <summary>There is no flag of this key; the value is null.</summary>
    UnknownFlag,

    /// <summary>No rule matched.</summary>
    DefaultValue,

    /// <summary>A rule that gives the value.</summary>
    Force,

    /// <summary>A rule that runs an experiment.</summary>
    Experiment,

    /// <summary>Another flag, which must have a certain value, has not; the value is null.</summary>
    Prerequisite,

    /// <summary>The flag needs itself, or too many others; the value is null.</summary>
    CyclicPrerequisite,

    /// <summary>The caller gave the value.</summary>
    Override,
}
