using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Experiments.Definitions;

namespace Profiles.Analytics.Metrics;

/// <summary>
/// The condition of a metric in SQL, over a row <c>o</c> of outcomes. Every part is true or false, never null, so that
/// it can be negated; what is missing counts as <see cref="Condition"/> has it: as 0 where numbers are compared, as the
/// text null where texts are.
/// </summary>
internal sealed class ConditionSql
{
    private const string True = "(1 = 1)";
    private const string False = "(1 = 0)";

    private static readonly ImmutableDictionary<string, (string Column, AttributeType Type)> Columns =
        MetricAttributes.Answerable.Attributes.ToImmutableDictionary(
            attribute => attribute.Name, attribute => (ColumnOf(attribute.Name), attribute.Type));

    private readonly SqlParameters _parameters;

    private ConditionSql(SqlParameters parameters) => _parameters = parameters;

    /// <summary>Writes a condition that <see cref="ExperimentValidation.CheckAnswerable"/> took.</summary>
    public static string Write(Condition condition, SqlParameters parameters) =>
        new ConditionSql(parameters).Write(condition);

    private static string ColumnOf(string attribute) => attribute switch
    {
        "contentId" => "o.content_id",
        "value" => "o.value",
        "positionSeconds" => "o.position_seconds",
        "durationSeconds" => "o.duration_seconds",
        "sessionId" => "o.session_id",
        "device" => "o.device",
        "territory" => "o.territory",
        "slateId" => "o.slate_id",
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "No column holds it."),
    };

    // In halves: databases bound how deep an expression may be.
    private static string Join(ReadOnlySpan<string> parts, string with, string ofNone) => parts.Length switch
    {
        0 => ofNone,
        1 => parts[0],
        _ => $"({Join(parts[..(parts.Length / 2)], with, ofNone)} {with} "
            + $"{Join(parts[(parts.Length / 2)..], with, ofNone)})",
    };

    private string Write(Condition condition) => condition switch
    {
        Condition.All all => Join([.. all.Conditions.Select(Write)], "and", True),
        Condition.Any any => Join([.. any.Conditions.Select(Write)], "or", False),
        Condition.Not not => $"(not {Write(not.Condition)})",
        Condition.At at => Write(at.Test, Columns[at.Path.Name].Column, Columns[at.Path.Name].Type),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "Not a condition of this build."),
    };

    private string Write(ValueTest test, string column, AttributeType type) => test switch
    {
        ValueTest.IsText { IgnoresCase: false } text => $"(coalesce({column}, 'null') = {_parameters.Add(text.Text)})",
        ValueTest.IsNumber number => $"(coalesce({column}, 0e0) = {_parameters.Add(number.Number)})",
        ValueTest.IsJson { Json: AttributeValue.Nothing } => $"({column} is null)",
        ValueTest.StrictlyEqual { Operand: AttributeValue.Nothing } => $"({column} is null)",
        ValueTest.StrictlyEqual equal =>
            $"({column} is not null and {column} = {_parameters.Add(ValueOf(equal.Operand))})",
        ValueTest.Compares { Operand: AttributeValue.Number number } compares when type == AttributeType.Number =>
            $"(coalesce({column}, 0e0) {SymbolOf(compares.Comparison)} {_parameters.Add(number.Value)})",
        ValueTest.Exists => $"({column} is not null)",
        ValueTest.AnyOf any => WriteAnyOf(any.Values, column),
        ValueTest.Not not => $"(not {Write(not.Test, column, type)})",
        ValueTest.All all => Join([.. all.Tests.Select(each => Write(each, column, type))], "and", True),
        ValueTest.HasType { Name: "null" } => $"({column} is null)",
        ValueTest.HasType { Name: var name } => name == (type == AttributeType.Number ? "number" : "string")
            ? $"({column} is not null)"
            : False,
        _ => throw new ArgumentOutOfRangeException(nameof(test), test, "SQL cannot answer it."),
    };

    private string WriteAnyOf(ValueSet set, string column)
    {
        var values = set.Values.Where(value => value is not AttributeValue.Nothing)
            .Select(value => _parameters.Add(ValueOf(value))).ToArray();
        var isOne = values.Length == 0
            ? False
            : $"({column} is not null and {column} in ({string.Join(", ", values)}))";
        return values.Length == set.Values.Length ? isOne : $"({column} is null or {isOne})";
    }

    private static object ValueOf(AttributeValue value) => value switch
    {
        AttributeValue.Text text => text.Value,
        AttributeValue.Number number => number.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Neither a text nor a number."),
    };

    private static string SymbolOf(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not of numbers."),
    };
}
