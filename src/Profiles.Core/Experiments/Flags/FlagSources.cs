namespace Profiles.Core.Experiments.Flags;

/// <summary>The names of sources.</summary>
public static class FlagSources
{
    /// <summary>The name, as GrowthBook's SDKs have it.</summary>
    public static string Name(this FlagSource source) => source switch
    {
        FlagSource.UnknownFlag => "unknownFeature",
        FlagSource.DefaultValue => "defaultValue",
        FlagSource.Force => "force",
        FlagSource.Experiment => "experiment",
        FlagSource.Prerequisite => "prerequisite",
        FlagSource.CyclicPrerequisite => "cyclicPrerequisite",
        _ => "override",
    };
}
