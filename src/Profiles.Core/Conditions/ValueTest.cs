using System.Collections.Immutable;

namespace Profiles.Core.Conditions;

/// <summary>A test of one value. Immutable.</summary>
public abstract record ValueTest
{
    private ValueTest()
    {
    }

    /// <summary>What no value passes.</summary>
    public static ValueTest Never { get; } = new AnyOf(ValueSet.Empty);

    /// <summary>Whether the value passes.</summary>
    public abstract bool Holds(AttributeValue value, SavedGroups groups);

    /// <summary>Written as text, the value is this.</summary>
    /// <param name="Text">The text; in lower case where case is ignored.</param>
    /// <param name="IgnoresCase">Compare in lower case.</param>
    public sealed record IsText(string Text, bool IgnoresCase) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups)
        {
            var text = ScriptValues.TextOf(value);
            return string.Equals(IgnoresCase ? text.ToLowerInvariant() : text, Text, StringComparison.Ordinal);
        }
    }

    /// <summary>Read as a number, the value is this.</summary>
    /// <param name="Number">The number.</param>
    public sealed record IsNumber(double Number) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => ScriptValues.NumberOf(value) == Number;
    }

    /// <summary>The value is there and, taken as true or false, is this.</summary>
    /// <param name="Truth">Which.</param>
    public sealed record IsTruth(bool Truth) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) =>
            value is not AttributeValue.Nothing && ScriptValues.IsTruthy(value) == Truth;
    }

    /// <summary>The value is the same JSON; null where it is missing.</summary>
    /// <param name="Json">The JSON.</param>
    public sealed record IsJson(AttributeValue Json) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => Json.IsSameJson(value);
    }

    /// <summary>The value is of the same type, and equal.</summary>
    /// <param name="Operand">To what; a list or an object equals nothing.</param>
    public sealed record StrictlyEqual(AttributeValue Operand) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) =>
            ScriptValues.IsStrictlyEqual(value, Operand);
    }

    /// <summary>The value compares so: texts by code unit, everything else as numbers, what is missing as 0.</summary>
    /// <param name="Comparison">How.</param>
    /// <param name="Operand">With what.</param>
    public sealed record Compares(ComparisonOperator Comparison, AttributeValue Operand) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) =>
            ScriptValues.Compare(value, Operand, Comparison);
    }

    /// <summary>The value, read as a version, compares so.</summary>
    /// <param name="Comparison">How.</param>
    /// <param name="Version">With what, in sortable form.</param>
    public sealed record ComparesVersion(ComparisonOperator Comparison, string Version) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups)
        {
            var order = string.CompareOrdinal(VersionText.Of(value), Version);
            return Comparison switch
            {
                ComparisonOperator.Less => order < 0,
                ComparisonOperator.LessOrEqual => order <= 0,
                ComparisonOperator.Greater => order > 0,
                ComparisonOperator.GreaterOrEqual => order >= 0,
                ComparisonOperator.Equal => order == 0,
                _ => order != 0,
            };
        }
    }

    /// <summary>The value is there.</summary>
    public sealed record Exists : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => value is not AttributeValue.Nothing;
    }

    /// <summary>The value or, of a list, one of its values is one of these.</summary>
    /// <param name="Values">Which.</param>
    public sealed record AnyOf(ValueSet Values) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => Values.Meets(value);
    }

    /// <summary>The value or, of a list, one of its values is in a saved group.</summary>
    /// <param name="Group">Which group.</param>
    public sealed record InGroup(string Group) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => groups.Find(Group).Meets(value);
    }

    /// <summary>The opposite.</summary>
    /// <param name="Test">Of what.</param>
    public sealed record Not(ValueTest Test) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => !Test.Holds(value, groups);
    }

    /// <summary>All of them.</summary>
    /// <param name="Tests">The tests.</param>
    public sealed record All(ImmutableArray<ValueTest> Tests) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups)
        {
            foreach (var test in Tests)
                if (!test.Holds(value, groups)) return false;
            return true;
        }
    }

    /// <summary>The value is a list, and how long it is passes.</summary>
    /// <param name="Length">The test of the length.</param>
    public sealed record HasLength(ValueTest Length) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) =>
            value is AttributeValue.Many many && Length.Holds(new AttributeValue.Number(many.Values.Length), groups);
    }

    /// <summary>The value is a list, and one of its values, not an empty one, passes.</summary>
    /// <param name="Test">The test of a value.</param>
    public sealed record HasValue(ValueTest Test) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups)
        {
            if (value is not AttributeValue.Many many) return false;
            foreach (var item in many.Values)
                if (ScriptValues.IsTruthy(item) && Test.Holds(item, groups)) return true;
            return false;
        }
    }

    /// <summary>The value is a list, and one of its objects meets the condition.</summary>
    /// <param name="Condition">What an object must meet.</param>
    public sealed record HasRecord(Condition Condition) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups)
        {
            if (value is not AttributeValue.Many many) return false;
            foreach (var item in many.Values)
                if (ScriptValues.IsTruthy(item) && Condition.IsMetBy(item, groups)) return true;
            return false;
        }
    }

    /// <summary>The value is a list, and for each of the tests one of its values passes.</summary>
    /// <param name="Tests">The tests.</param>
    public sealed record HasEach(ImmutableArray<ValueTest> Tests) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups)
        {
            if (value is not AttributeValue.Many many) return false;
            foreach (var test in Tests)
            {
                var isFound = false;
                foreach (var item in many.Values)
                {
                    isFound = test.Holds(item, groups);
                    if (isFound) break;
                }

                if (!isFound) return false;
            }

            return true;
        }
    }

    /// <summary>Written as text, the value matches.</summary>
    /// <param name="Pattern">What it matches.</param>
    public sealed record Matches(ConditionPattern Pattern) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) =>
            Pattern.IsMatch(ScriptValues.TextOf(value));
    }

    /// <summary>The value is of a type.</summary>
    /// <param name="Name">
    /// As JSON names it: <c>string</c>, <c>number</c>, <c>boolean</c>, <c>array</c>, <c>object</c> or <c>null</c>.
    /// </param>
    public sealed record HasType(string Name) : ValueTest
    {
        /// <inheritdoc/>
        public override bool Holds(AttributeValue value, SavedGroups groups) => NameOf(value) == Name;

        private static string NameOf(AttributeValue value) => value switch
        {
            AttributeValue.Nothing => "null",
            AttributeValue.Truth => "boolean",
            AttributeValue.Number => "number",
            AttributeValue.Text => "string",
            AttributeValue.Many => "array",
            _ => "object",
        };
    }
}
