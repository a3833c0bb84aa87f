using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>A device belonged to a user from one time to another.</summary>
internal sealed record LinkRow(UnitKey Device, string UserId, int Generation, long? LinkedAtUnixMs)
{
    /// <summary>When it ended; null while it lasts.</summary>
    public long? UnlinkedAtUnixMs { get; init; }
}
