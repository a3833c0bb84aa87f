using System.Collections.Frozen;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Flags;

namespace Profiles.Core.Experiments.Planning;

/// <summary>
/// The parameters for one unit: those that its variants set, and the defaults of the others. Immutable. They agree with
/// the flags of the same names: of two experiments that set one, the first in the plan counts.
/// </summary>
public sealed class ServingParameters
{
    private readonly Dictionary<string, ServingParameter> _set;
    private readonly FrozenDictionary<string, FlagValue> _defaults;

    internal ServingParameters(FrozenDictionary<string, FlagValue> defaults, ReadOnlySpan<Assignment> assignments)
    {
        _defaults = defaults;
        _set = new Dictionary<string, ServingParameter>(StringComparer.Ordinal);
        foreach (ref readonly var assignment in assignments)
        {
            if (!assignment.IsAssigned) continue;
            foreach (var (name, value) in assignment.Experiment.ParametersOf(assignment.VariantIndex))
                _set.TryAdd(name, new ServingParameter(
                    name, value, assignment.Experiment.Key, assignment.Variant!.Key, assignment.IsForced));
        }
    }

    /// <summary>Those that experiments set, in order of their names.</summary>
    public IEnumerable<ServingParameter> Set => _set.Values.OrderBy(of => of.Name, StringComparer.Ordinal);

    /// <summary>A parameter; null where there is none of this name.</summary>
    public ServingParameter? Find(string name) => _set.TryGetValue(name, out var set) ? set
        : _defaults.TryGetValue(name, out var value) ? new ServingParameter(name, value, null, null, false) : null;

    /// <summary>A number; null where the parameter is missing, or none.</summary>
    public double? NumberOf(string name) => (Find(name)?.Value.Value as AttributeValue.Number)?.Value;

    /// <summary>A text; null where the parameter is missing, or none.</summary>
    public string? TextOf(string name) => (Find(name)?.Value.Value as AttributeValue.Text)?.Value;

    /// <summary>True or false; null where the parameter is missing, or neither.</summary>
    public bool? TruthOf(string name) => (Find(name)?.Value.Value as AttributeValue.Truth)?.Value;
}
