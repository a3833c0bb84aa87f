namespace Profiles.Core.Conditions;

/// <summary>The names of operators.</summary>
internal static class ConditionOperators
{
    public static readonly string[] OfConditions = ["$and", "$or", "$nor", "$not"];

    public static readonly string[] OfValues =
    [
        "$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$exists", "$in", "$nin", "$ini", "$nini", "$all", "$alli",
        "$size", "$elemMatch", "$not", "$regex", "$regexi", "$type", "$veq", "$vne", "$vlt", "$vlte", "$vgt", "$vgte",
        "$inGroup", "$notInGroup",
    ];

    public static readonly string[] Types = ["string", "number", "boolean", "array", "object", "null"];

    public static ComparisonOperator? ComparisonOf(string name) => name switch
    {
        "$lt" or "$vlt" => ComparisonOperator.Less,
        "$lte" or "$vlte" => ComparisonOperator.LessOrEqual,
        "$gt" or "$vgt" => ComparisonOperator.Greater,
        "$gte" or "$vgte" => ComparisonOperator.GreaterOrEqual,
        "$veq" => ComparisonOperator.Equal,
        "$vne" => ComparisonOperator.NotEqual,
        _ => null,
    };
}
