using System.Collections.Immutable;
using System.Text.Json;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>A variant of an experiment.</summary>
/// <param name="Key">Its key, once in the experiment; what exposures and results are listed by.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Weight">Its share of the units in the experiment, 0 to 1; those of all variants sum to 1.</param>
/// <param name="Parameters">
/// What it sets, by name: serving parameters and flags. What it leaves out has the default of the set.
/// </param>
public sealed record VariantDefinition(
    string Key, string Name, double Weight, ImmutableSortedDictionary<string, JsonElement> Parameters);
