using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>The value of a parameter for one unit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Experiment">The experiment that sets it; null where it has its default.</param>
/// <param name="Variant">The variant that sets it; null where it has its default.</param>
/// <param name="IsForced">Whether the variant is forced.</param>
public readonly record struct ServingParameter(
    string Name, FlagValue Value, string? Experiment, string? Variant, bool IsForced);
