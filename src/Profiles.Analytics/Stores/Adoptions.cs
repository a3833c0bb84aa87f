using Profiles.Analytics.Schema;

namespace Profiles.Analytics.Stores;

/// <summary>
/// A device's own rows become its user's: copied under the user, where the primary key tells what is there already,
/// then deleted under the device. The parameters are the device's key, the user's key and the user's id.
/// </summary>
internal static class Adoptions
{
    public static string CopyExposures(SqlDialect dialect, string parameter) => Copy(
        dialect, parameter, "exposure_rows", AnalyticsTables.ExposureColumns,
        new()
        {
            ["owner_key"] = $"{parameter}1",
            ["owner_kind"] = "1",
            ["owner_id"] = $"{parameter}2",
            ["unit_key"] = $"case when unit_key = {parameter}0 then {parameter}1 else unit_key end",
            ["unit_kind"] = $"case when unit_key = {parameter}0 then 1 else unit_kind end",
            ["unit_id"] = $"case when unit_key = {parameter}0 then {parameter}2 else unit_id end",
        },
        AnalyticsTables.OnExposureConflict());

    public static string CopyOutcomes(SqlDialect dialect, string parameter) => Copy(
        dialect, parameter, "outcome_rows", AnalyticsTables.OutcomeColumns,
        new() { ["owner_key"] = $"{parameter}1", ["owner_kind"] = "1", ["owner_id"] = $"{parameter}2" },
        AnalyticsTables.OnOutcomeConflict(dialect));

    private static string Copy(
        SqlDialect dialect, string parameter, string table, IReadOnlyList<string> columns,
        Dictionary<string, string> changed, string onConflict) =>
        $"insert into {dialect.Tables}{table}({string.Join(", ", columns)}) select "
        + string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, column)))
        + $" from {dialect.Tables}{table} where owner_key = {parameter}0 {onConflict}";
}
