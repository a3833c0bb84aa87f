namespace Profiles.Analytics.Schema;

/// <summary>A column of a view.</summary>
/// <param name="Name">Its name in SQL.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Meaning">What it means, with its unit.</param>
public sealed record ViewColumn(string Name, ColumnType Type, string Meaning)
{
    /// <summary>How it is worked out from what the view selects from.</summary>
    internal Func<SqlDialect, string> Expression { get; init; } = _ => Name;
}
