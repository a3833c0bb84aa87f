using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks a grain interface whose grains are found by an integer.</summary>
public interface IGrainWithIntegerKey : IGrain, IAddressable
{
}
