using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Storage has another version of a state than the one that was read.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>An exception without a message.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>An exception with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in storage.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that was expected.</summary>
    public string? CurrentEtag { get; }

    // True until the activation whose state it was has been ended; callers of that grain keep theirs.
    internal bool IsSourceActivation { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()} Expected {CurrentEtag}, stored {StoredEtag}.";
}
