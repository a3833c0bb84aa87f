using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks a grain interface whose grains are found by a text.</summary>
public interface IGrainWithStringKey : IGrain, IAddressable
{
}
