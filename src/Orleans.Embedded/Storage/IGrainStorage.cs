using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// Keeps grain state; registered as a keyed service under its name. State objects are handed over by reference: an
/// implementation that keeps them beyond a call must copy them.
/// </summary>
public interface IGrainStorage
{
    /// <summary>Reads a state; leaves it alone and RecordExists false when there is none.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes a state; throws <see cref="InconsistentStateException"/> when the versions differ.</summary>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Deletes a state; throws <see cref="InconsistentStateException"/> when the versions differ.</summary>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Reads a state; leaves it alone and RecordExists false when there is none.</summary>
    Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes a state; throws <see cref="InconsistentStateException"/> when the versions differ.</summary>
    Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Deletes a state; throws <see cref="InconsistentStateException"/> when the versions differ.</summary>
    Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
