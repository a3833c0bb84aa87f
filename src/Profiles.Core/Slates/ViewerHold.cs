namespace Profiles.Core.Slates;

/// <summary>Where one owner's <see cref="ViewerMemory"/> lies between uses, until <see cref="WarmViewers"/> takes
/// it.</summary>
public sealed class ViewerHold
{
    internal ViewerMemory? Memory;
    internal bool IsHeld;
    internal bool IsUsed;

    // Of the owner alone.
    internal bool HasReturned;
}
