using System.Diagnostics.Metrics;
using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Storage;

/// <summary>A state of one activation; it is also what storage is handed, so that it is a single object.</summary>
internal sealed class PersistentState<TState>(Activation activation, StatePlace place)
    : IPersistentState<TState>, IGrainState<TState>, IGrainFacet
{
    private TState? _state;

    private RuntimeInstruments Instruments => activation.Class.Runtime.Instruments;

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

    public Task ReadStateAsync(CancellationToken cancellationToken) => Observe(
        place.Storage.ReadStateAsync(place.StateName, activation.GrainId, this, cancellationToken),
        Instruments.StorageReadErrors);

    public Task WriteStateAsync(CancellationToken cancellationToken) => Observe(
        place.Storage.WriteStateAsync(place.StateName, activation.GrainId, this, cancellationToken),
        Instruments.StorageWriteErrors);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Observe(
        place.Storage.ClearStateAsync(place.StateName, activation.GrainId, this, cancellationToken),
        Instruments.StorageClearErrors);

    private static Task Observe(Task operation, Counter<long> errors) =>
        operation.IsCompletedSuccessfully ? operation : CountErrorAsync(operation, errors);

    private static async Task CountErrorAsync(Task operation, Counter<long> errors)
    {
        try
        {
            await operation;
        }
        catch
        {
            errors.Add(1);
            throw;
        }
    }

    // As in Orleans, a state that was never written is a new object rather than null.
    private static TState NewState() => typeof(TState) == typeof(string) || typeof(TState).IsValueType
        ? default!
        : Activator.CreateInstance<TState>();
}
