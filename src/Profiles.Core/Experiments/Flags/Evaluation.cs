using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Bucketing;

namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// One evaluation: the context, the plan, and the flags on the way from the one that was asked for, of which each needs
/// the next. Lives on the stack.
/// </summary>
internal ref struct Evaluation
{
    private readonly ref readonly FlagContext _context;
    private readonly Span<int> _path;
    private int _depth;
    private int _evaluations;

    /// <summary>Starts an evaluation.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="context">For whom.</param>
    /// <param name="path">Room for the flags on the way; its length bounds how deep the evaluation goes.</param>
    public Evaluation(FlagPlan plan, ref readonly FlagContext context, Span<int> path)
    {
        Plan = plan;
        _context = ref context;
        _path = path;
    }

    public FlagPlan Plan { get; }

    public readonly ref readonly FlagContext Context => ref _context;

    /// <summary>Why the last rule that was looked at does not apply.</summary>
    public AssignmentReason SkipReason { get; set; }

    /// <summary>The place of the flag that does not have the value the last rule needs.</summary>
    public int SkipParent { get; set; }

    /// <summary>False where the flag is on the way already, or the way too long.</summary>
    public bool TryEnter(int flag)
    {
        if (_depth == _path.Length || ++_evaluations > FlagLimits.MaxEvaluations) return false;
        if (_path[.._depth].Contains(flag)) return false;
        _path[_depth++] = flag;
        return true;
    }

    public void Leave() => _depth--;

    public readonly bool Meets(Condition condition) => condition.IsMetBy(_context.Attributes, Plan.SavedGroups);

    /// <summary>The attribute that names the unit, and its value; JSON's null where none is truthy.</summary>
    public readonly AttributeValue FindHashValue(string attribute, string? fallback, out string found)
    {
        found = attribute;
        var value = _context.Attributes.Find(attribute);
        if (ScriptValues.IsTruthy(value)) return value;
        if (fallback is null) return AttributeValue.Null;
        value = _context.Attributes.Find(fallback);
        if (!ScriptValues.IsTruthy(value)) return AttributeValue.Null;
        found = fallback;
        return value;
    }

    public readonly bool IsFilteredOut(ImmutableArray<BucketFilter> filters)
    {
        foreach (var filter in filters)
        {
            var value = FindHashValue(filter.Attribute, null, out _);
            if (value is AttributeValue.Nothing || !filter.Includes(filter.Seed.BucketOf(value))) return true;
        }

        return false;
    }

    /// <summary>Evaluates what must have a certain value.</summary>
    /// <returns>Whether it has; null where that needs the flag that is being evaluated.</returns>
    public bool? Meets(FlagParent parent)
    {
        FlagValue value;
        if (parent.Flag is { } flag)
        {
            FlagResult result = default;
            flag.Evaluate(ref this, ref result);
            if (result.Source == FlagSource.CyclicPrerequisite) return null;
            value = result.Value;
        }
        else
        {
            value = _context.ForcedFlags?.GetValueOrDefault(parent.Key) ?? FlagValue.Null;
        }

        return parent.Condition.IsMetBy(value);
    }
}
