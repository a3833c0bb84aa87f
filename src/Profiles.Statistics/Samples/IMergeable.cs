namespace Profiles.Statistics.Samples;

/// <summary>A summary of units that can be put together from the summaries of any parts, in any order.</summary>
/// <typeparam name="TSelf">The summary itself.</typeparam>
public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>The summary of no unit; merging it changes nothing.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>The summary of both parts, which share no unit.</summary>
    TSelf Merge(TSelf other);
}
