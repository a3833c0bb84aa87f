namespace Orleans.Runtime;

/// <summary>Anything that can be called by a grain reference.</summary>
public interface IAddressable
{
}
