using System.Collections.Immutable;

namespace Profiles.Core.Experiments.Flags;

/// <summary>A flag: a key whose value depends on who asks. Immutable; found in a <see cref="FlagPlan"/>.</summary>
public sealed class Flag
{
    private readonly int _place;

    internal Flag(string key, int place, FlagValue defaultValue, ImmutableArray<FlagRule> rules)
    {
        Key = key;
        _place = place;
        DefaultValue = defaultValue;
        Rules = rules;
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>What it answers where no rule decides.</summary>
    public FlagValue DefaultValue { get; }

    internal ImmutableArray<FlagRule> Rules { get; }

    internal void Evaluate(ref Evaluation evaluation, ref FlagResult result)
    {
        if (!evaluation.TryEnter(_place))
        {
            result.Become(FlagSource.CyclicPrerequisite, FlagValue.Null);
            return;
        }

        Decide(ref evaluation, ref result);
        evaluation.Leave();
    }

    private void Decide(ref Evaluation evaluation, ref FlagResult result)
    {
        if (evaluation.Context.ForcedFlags is { } forced && forced.TryGetValue(Key, out var value))
        {
            result.Become(FlagSource.Override, value);
            return;
        }

        foreach (var rule in Rules)
            if (rule.Decides(ref evaluation, this, ref result)) return;
        result.Become(FlagSource.DefaultValue, DefaultValue);
    }
}
