namespace Profiles.Streaming.Hosting;

/// <summary>What a host holds in memory of something that all hosts share in a store.</summary>
internal interface IStoreCopy
{
    /// <summary>Which of the shared things it is.</summary>
    string Kind { get; }

    /// <summary>The version that the host holds.</summary>
    long Version { get; }

    /// <summary>Takes what the store has now.</summary>
    ValueTask CatchUpAsync(CancellationToken cancellationToken);
}
