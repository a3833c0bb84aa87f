using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Storage;

/// <summary>A state of one activation; it is also what storage is handed, so that it is a single object.</summary>
internal sealed class PersistentState<TState>(Activation activation, StatePlace place)
    : IPersistentState<TState>, IGrainState<TState>, IGrainFacet
{
    private TState? _state;

    public TState State
    {
        get => _state ??= NewState();
        set => _state = value;
    }

    TState? IGrainState<TState>.State
    {
        get => State;
        set => _state = value;
    }

    public string? ETag { get; set; }

    public string? Etag => ETag;

    public bool RecordExists { get; set; }

    public Task OnActivateAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        place.Storage.ReadStateAsync(place.StateName, activation.GrainId, this, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        place.Storage.WriteStateAsync(place.StateName, activation.GrainId, this, cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        place.Storage.ClearStateAsync(place.StateName, activation.GrainId, this, cancellationToken);

    // As in Orleans, a state that was never written is a new object rather than null.
    private static TState NewState() => typeof(TState) == typeof(string) || typeof(TState).IsValueType
        ? default!
        : Activator.CreateInstance<TState>();
}
