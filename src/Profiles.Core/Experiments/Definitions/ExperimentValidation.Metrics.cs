using System.Text.Json;
using Profiles.Core.Conditions;
using Profiles.Core.Events;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>Which metrics the tables of outcomes can answer.</summary>
public static partial class ExperimentValidation
{
    /// <summary>
    /// Checks a metric that is written; paths begin at it. Configurations that are read back are not held to it, so
    /// that a release that answers less does not refuse them whole.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <returns>Whether there is no error.</returns>
    public static bool CheckMetric(MetricDefinition metric, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        CheckAnswerable(metric, errors);
        var list = new ErrorList(errors);
        if (metric.Kind == MetricKind.Proportion && metric.WinsorizeQuantile is not null)
            list.Add(
                ExperimentErrorCodes.OutOfRange, "/winsorizeQuantile", "a cut",
                "The values of a proportion are 0 and 1: leave it out.");
        if (metric.Kind == MetricKind.Quantile && metric.CupedDays > 0)
            list.Add(
                ExperimentErrorCodes.OutOfRange, "/cupedDays", $"{metric.CupedDays}",
                "A quantile is not compared with the days before: leave it out.");
        return errors.Count == before;
    }

    /// <summary>Checks whether a metric can be worked out from what is kept of events; paths begin at it.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <returns>Whether there is no error.</returns>
    public static bool CheckAnswerable(MetricDefinition metric, ICollection<ExperimentError> errors)
    {
        var before = errors.Count;
        var list = new ErrorList(errors);
        CheckMeasure(metric.Numerator, "/numerator", list);
        if (metric.Denominator is { } denominator) CheckMeasure(denominator, "/denominator", list);
        return errors.Count == before;
    }

    private static void CheckMeasure(MetricMeasure measure, string path, ErrorList errors)
    {
        var hasProgress = measure.EventTypes.Contains(ViewingEventType.Progress.Name());
        if (hasProgress && measure.Aggregation is MetricAggregation.SumValue or MetricAggregation.MaxValue)
            errors.Add(
                ExperimentErrorCodes.OutOfRange, $"{path}/aggregation", $"\"{measure.Aggregation}\"",
                "Progress of an hour is kept as one, so its values are not: leave 'progress' out of 'eventTypes'.");
        if (measure.Condition is not { } json) return;

        var at = $"{path}/condition";
        var found = new List<ConditionError>();
        if (ConditionCompiler.Compile(json, at, MetricAttributes.Answerable, found) is not { } condition)
        {
            foreach (var error in found)
                errors.Add(ExperimentErrorCodes.Condition, error.Path, error.Value, error.Remedy);
            return;
        }

        var numbers = NumbersIn(condition).Order(StringComparer.Ordinal).FirstOrDefault();
        if (hasProgress && numbers is not null)
            errors.Add(
                ExperimentErrorCodes.Condition, at, $"\"{numbers}\"",
                $"Progress of an hour is kept as one, so '{numbers}' of it is not: leave 'progress' out of "
                    + "'eventTypes', or ask for texts such as 'device'.");
        var values = CountValues(json);
        if (values > ExperimentLimits.MaxMetricConditionValues)
            errors.Add(
                ExperimentErrorCodes.TooMany, at, $"{values} values",
                $"Write at most {ExperimentLimits.MaxMetricConditionValues} values in the condition of a metric.");
    }

    private static IEnumerable<string> NumbersIn(Condition condition) => condition switch
    {
        Condition.All all => all.Conditions.SelectMany(NumbersIn),
        Condition.Any any => any.Conditions.SelectMany(NumbersIn),
        Condition.Not not => NumbersIn(not.Condition),
        Condition.At { Path.Name: var name } => MetricAttributes.Schema.Attributes
            .Where(attribute => attribute.Name == name && attribute.Type == AttributeType.Number)
            .Select(attribute => attribute.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "Not a condition of this build."),
    };

    private static int CountValues(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Sum(member => CountValues(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Sum(CountValues),
        _ => 1,
    };
}
