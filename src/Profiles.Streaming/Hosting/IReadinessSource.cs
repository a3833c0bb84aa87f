namespace Profiles.Streaming.Hosting;

/// <summary>Something without which the host cannot serve, beyond the partitions it holds.</summary>
internal interface IReadinessSource
{
    /// <summary>Why the host is not ready; nothing where it is.</summary>
    IEnumerable<string> Unready { get; }
}
