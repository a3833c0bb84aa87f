using System.Collections.Immutable;

namespace Profiles.Analytics.Schema;

/// <summary>A view that analysts query.</summary>
/// <param name="Name">Its name in SQL.</param>
/// <param name="Meaning">What a row of it is.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record View(string Name, string Meaning, ImmutableArray<ViewColumn> Columns)
{
    /// <summary>What it selects from, and whatever follows.</summary>
    internal Func<SqlDialect, string> From { get; init; } = _ => "";

    internal string Select(SqlDialect dialect) =>
        $"select {string.Join(", ", Columns.Select(column => $"{column.Expression(dialect)} as {column.Name}"))}\n"
        + From(dialect);
}
