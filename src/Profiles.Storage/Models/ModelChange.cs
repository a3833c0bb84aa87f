namespace Profiles.Storage.Models;

/// <summary>The answer to a promotion or a rollback.</summary>
/// <param name="IsDone">Whether the state changed.</param>
/// <param name="Reason">Why not, or what was done, in one line.</param>
/// <param name="States">The state that holds now.</param>
public sealed record ModelChange(bool IsDone, string Reason, ModelStates States);
