namespace Orleans.Core;

/// <summary>A grain's state of a type with its place in storage.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state.</summary>
    TState State { get; set; }
}
