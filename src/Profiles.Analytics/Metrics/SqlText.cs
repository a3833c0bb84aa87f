namespace Profiles.Analytics.Metrics;

/// <summary>A statement with its parameters: $1 is the first.</summary>
internal readonly record struct SqlText(string Text, object[] Parameters);
