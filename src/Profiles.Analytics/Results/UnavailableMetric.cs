namespace Profiles.Analytics.Results;

/// <summary>A metric that could not be worked out.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Reason">Why, in plain words.</param>
public sealed record UnavailableMetric(string Key, string Reason);
