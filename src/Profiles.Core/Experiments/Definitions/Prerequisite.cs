using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What must hold of another experiment, or of a parameter, before a unit can be in an experiment.</summary>
/// <param name="Experiment">The experiment that the unit must be in; null where a parameter is meant.</param>
/// <param name="Variants">Which of its variants; any of them where none is named.</param>
/// <param name="Parameter">The parameter; null where an experiment is meant.</param>
/// <param name="Condition">
/// What the parameter's value must meet, by the name <c>value</c>; null where an experiment is meant.
/// </param>
public sealed record Prerequisite(
    string? Experiment, ImmutableArray<string> Variants, string? Parameter, JsonElement? Condition);
