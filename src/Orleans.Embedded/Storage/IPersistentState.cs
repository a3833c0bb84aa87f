using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>State that a grain's constructor receives; it is read before OnActivateAsync.</summary>
public interface IPersistentState<TState> : IStorage<TState>, IStorage
{
}
