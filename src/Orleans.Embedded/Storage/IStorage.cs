namespace Orleans.Core;

/// <summary>A grain's state with its place in storage.</summary>
public interface IStorage
{
    /// <summary>The version that was last read or written.</summary>
    string? Etag { get; }

    /// <summary>Whether storage has a record.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record and resets the state.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the state; throws when storage has another version than the one last read or written.</summary>
    Task WriteStateAsync();

    /// <summary>Reads the state.</summary>
    Task ReadStateAsync();

    /// <summary>Deletes the record and resets the state.</summary>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <summary>Writes the state; throws when storage has another version than the one last read or written.</summary>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <summary>Reads the state.</summary>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
