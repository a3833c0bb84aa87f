using Profiles.Storage.Catalogue;
using Profiles.Storage.Models;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>Makes worlds in which slates can be made again.</summary>
internal sealed class SlateWorldFactory(PartitionSet partitions, IContentStore contents, ModelStore models)
{
    /// <summary>A world before the first record.</summary>
    /// <param name="putAside">Records that were never folded.</param>
    public SlateWorld Create(HashSet<(int Partition, long Sequence)> putAside) =>
        new(partitions, contents, models, putAside);
}
