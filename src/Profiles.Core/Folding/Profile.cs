namespace Profiles.Core.Folding;

/// <summary>
/// A unit's profile while it is being folded. Mutable and not safe to share: one grain owns it. <see
/// cref="ProfileFold"/> changes it, <see cref="ProfileCodec"/> saves it, <see cref="ProfileFold.Finish"/> shows it.
/// </summary>
public sealed class Profile
{
    /// <summary>Creates an empty profile.</summary>
    public Profile(FoldOptions? options = null) => Options = options ?? FoldOptions.Default;

    /// <summary>The numbers it is folded with.</summary>
    public FoldOptions Options { get; }

    /// <summary>
    /// How many records have been applied. The fold counts events; the owner counts what else it applies.
    /// </summary>
    public long Version { get; set; }

    /// <summary>The log position of the last record applied, set by the owner; −1 where none was.</summary>
    public long LastSequence { get; set; } = -1;
}
