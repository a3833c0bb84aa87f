namespace Profiles.Core.Experiments.Flags;

/// <summary>What a flag answers a unit.</summary>
public readonly struct FlagResult
{
    private readonly FlagValue? _value;
    private readonly string? _ruleId;

    internal FlagResult(
        FlagSource source, FlagValue value, string? ruleId = null, ExperimentResult experiment = default)
    {
        Source = source;
        _value = value;
        _ruleId = ruleId;
        Experiment = experiment;
    }

    /// <summary>Where the value came from.</summary>
    public FlagSource Source { get; }

    /// <summary>The value.</summary>
    public FlagValue Value => _value ?? FlagValue.Null;

    /// <summary>Whether the flag counts as on.</summary>
    public bool IsOn => Value.IsOn;

    /// <summary>The id of the rule that gave the value; empty where it has none.</summary>
    public string RuleId => _ruleId ?? string.Empty;

    /// <summary>What the experiment gave; its <c>Experiment</c> is null where the source is another.</summary>
    public ExperimentResult Experiment { get; }
}
