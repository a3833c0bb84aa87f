namespace Profiles.Analytics.Queries;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">integer, number, text, time, day, json, boolean; in SQLite as of the first row.</param>
public sealed record QueryColumn(string Name, string Type);
