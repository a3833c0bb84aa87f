namespace Profiles.Core.Experiments.Flags;

/// <summary>What a flag answers a unit.</summary>
public struct FlagResult
{
    /// <summary>What the experiment gave; written in place, because it is large.</summary>
    internal ExperimentResult Assigned;

    private FlagValue? _value;
    private string? _ruleId;

    /// <summary>Where the value came from.</summary>
    public FlagSource Source { readonly get; private set; }

    /// <summary>The value.</summary>
    public readonly FlagValue Value => _value ?? FlagValue.Null;

    /// <summary>Whether the flag counts as on.</summary>
    public readonly bool IsOn => Value.IsOn;

    /// <summary>The id of the rule that gave the value; empty where it has none.</summary>
    public readonly string RuleId => _ruleId ?? string.Empty;

    /// <summary>What the experiment gave; its <c>Experiment</c> is null where the source is another.</summary>
    public readonly ExperimentResult Experiment => Assigned;

    /// <summary>Becomes the answer of an experiment that is already written.</summary>
    internal void Take(string ruleId)
    {
        Source = FlagSource.Experiment;
        _value = Assigned.Value;
        _ruleId = ruleId;
    }

    /// <summary>Becomes an answer without an experiment.</summary>
    internal void Become(FlagSource source, FlagValue value, string? ruleId = null)
    {
        Assigned = default;
        Source = source;
        _value = value;
        _ruleId = ruleId;
    }
}
