namespace Profiles.Core.Folding;

/// <summary>What became of an event.</summary>
public enum FoldOutcome
{
    /// <summary>It changed the profile, in time.</summary>
    Applied,

    /// <summary>
    /// It changed the profile as it would have in time, but came later than the disorder window allows.
    /// </summary>
    AppliedLate,

    /// <summary>The profile has it already; nothing changed.</summary>
    Duplicate,
}
