namespace Profiles.Analytics.Metrics;

/// <summary>
/// Which exposures and outcomes results are read from: units whose first exposure is in the time, and what they did in
/// it.
/// </summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Experiment">The key of the experiment.</param>
/// <param name="BucketVersion">The version of its buckets.</param>
/// <param name="From">The first moment.</param>
/// <param name="Until">The moment after the last.</param>
public sealed record ExperimentSlice(
    string Tenant, string Experiment, int BucketVersion, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>
    /// Of those units only who was exposed before this moment, with what they had done by then; null for all. Who met
    /// several variants until the end is left out all the same.
    /// </summary>
    public DateTimeOffset? AsOf { get; init; }
}
