namespace Profiles.Analytics.Results;

/// <summary>Which results of an experiment are asked for.</summary>
/// <param name="From">Units whose first exposure is from this moment on.</param>
/// <param name="Until">What happened before this moment.</param>
/// <param name="IsSequential">Whether results are looked at any time; else once, at an end fixed beforehand.</param>
/// <param name="IsAdjusted">Whether outcomes before exposure lessen the variance, where metrics have them (CUPED).
/// </param>
/// <param name="Alpha">How often an effect may be found where there is none.</param>
public sealed record ResultsRequest(
    DateTimeOffset From, DateTimeOffset Until, bool IsSequential = true, bool IsAdjusted = true, double Alpha = 0.05);
