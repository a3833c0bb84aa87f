using System.Collections.Immutable;

namespace Profiles.Core.Conditions;

/// <summary>
/// A targeting condition, compiled once and evaluated against any number of attributes. Its semantics are those of
/// GrowthBook's SDKs (<c>https://docs.growthbook.io/lib/build-your-own#evalcondition</c>). Immutable, safe to share.
/// </summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>What everything meets.</summary>
    public static Condition Always { get; } = new All([]);

    /// <summary>What nothing meets.</summary>
    public static Condition Never { get; } = new Any([]);

    /// <summary>Whether the attributes meet the condition.</summary>
    public abstract bool IsMetBy(IAttributes attributes, SavedGroups groups);

    /// <summary>Whether the attributes meet the condition, which refers to no groups.</summary>
    public bool IsMetBy(IAttributes attributes) => IsMetBy(attributes, SavedGroups.None);

    /// <summary>All of them; of none, true.</summary>
    /// <param name="Conditions">The conditions.</param>
    public sealed record All(ImmutableArray<Condition> Conditions) : Condition
    {
        /// <inheritdoc/>
        public override bool IsMetBy(IAttributes attributes, SavedGroups groups)
        {
            foreach (var condition in Conditions)
                if (!condition.IsMetBy(attributes, groups)) return false;
            return true;
        }
    }

    /// <summary>At least one of them; of none, false.</summary>
    /// <param name="Conditions">The conditions.</param>
    public sealed record Any(ImmutableArray<Condition> Conditions) : Condition
    {
        /// <inheritdoc/>
        public override bool IsMetBy(IAttributes attributes, SavedGroups groups)
        {
            foreach (var condition in Conditions)
                if (condition.IsMetBy(attributes, groups)) return true;
            return false;
        }
    }

    /// <summary>The opposite.</summary>
    /// <param name="Condition">Of what.</param>
    public sealed record Not(Condition Condition) : Condition
    {
        /// <inheritdoc/>
        public override bool IsMetBy(IAttributes attributes, SavedGroups groups) =>
            !Condition.IsMetBy(attributes, groups);
    }

    /// <summary>A test of the value at a path.</summary>
    /// <param name="Path">Where the value stands.</param>
    /// <param name="Test">The test.</param>
    public sealed record At(AttributePath Path, ValueTest Test) : Condition
    {
        /// <inheritdoc/>
        public override bool IsMetBy(IAttributes attributes, SavedGroups groups) =>
            Test.Holds(Path.Read(attributes), groups);
    }
}
