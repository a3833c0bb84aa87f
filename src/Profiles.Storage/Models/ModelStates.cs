namespace Profiles.Storage.Models;

/// <summary>
/// Which version serves: <c>state.json</c> in the folder of the models. Written whole and moved into place, so a reader
/// sees one state or the next.
/// </summary>
public sealed record ModelStates
{
    /// <summary>The most versions that can be rolled back to; beyond, the oldest are forgotten.</summary>
    public const int MaxPrevious = 20;

    /// <summary>No version.</summary>
    public static ModelStates None { get; } = new();

    /// <summary>The format of the file.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The version that serves; null for the untrained one.</summary>
    public string? Current { get; init; }

    /// <summary>Those that served before, the latest first.</summary>
    public IReadOnlyList<string> Previous { get; init; } = [];

    /// <summary>The version that scores in the shadow of the current one; null for none.</summary>
    public string? Shadow { get; init; }
}
