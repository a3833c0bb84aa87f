namespace Orleans;

/// <summary>What storage reads and writes.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>The version in storage.</summary>
    string? ETag { get; set; }

    /// <summary>Whether storage has a record.</summary>
    bool RecordExists { get; set; }
}
