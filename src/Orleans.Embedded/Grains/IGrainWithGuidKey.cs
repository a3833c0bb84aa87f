using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks a grain interface whose grains are found by a guid.</summary>
public interface IGrainWithGuidKey : IGrain, IAddressable
{
}
