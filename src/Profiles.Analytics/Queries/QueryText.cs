namespace Profiles.Analytics.Queries;

/// <summary>What an analyst asks.</summary>
/// <param name="Sql">One statement that reads the views.</param>
/// <param name="Parameters">The values of $1, $2 and so on: text, long, double, bool or null.</param>
public sealed record QueryText(string Sql, IReadOnlyList<object?> Parameters);
