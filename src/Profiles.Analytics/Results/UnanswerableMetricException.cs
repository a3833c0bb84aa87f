using Profiles.Core.Experiments.Definitions;

namespace Profiles.Analytics.Results;

/// <summary>A metric that an earlier release took cannot be worked out; it is edited, and then it can.</summary>
/// <param name="key">The key of the metric.</param>
/// <param name="error">What is wrong with it.</param>
public sealed class UnanswerableMetricException(string key, ExperimentError error)
    : Exception($"The metric '{key}' cannot be worked out, at {error.Path}: {error.Remedy}")
{
    /// <summary>The key of the metric.</summary>
    public string Key => key;
}
