using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;

namespace Profiles.Cli.Learning;

/// <summary>A log and its catalogue, read beside whoever writes them.</summary>
internal interface ILogSource
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>How many partitions there are.</summary>
    int Partitions { get; }

    /// <summary>The catalogue; null where there is none yet.</summary>
    IContentStore? OpenCatalogue();

    /// <summary>Reads a partition from its first record on; what comes after the last sequence is another
    /// time's.</summary>
    Task<(IEventLogReader Reader, long LastSequence)> OpenLogAsync(int partition, CancellationToken cancellationToken);
}
