using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>An event as it stands in SQL.</summary>
/// <param name="Key">A hash of the unit that sent it and its id.</param>
/// <param name="Logged">The unit that sent it.</param>
/// <param name="Owner">The user of a linked device, else the logged unit.</param>
/// <param name="Event">The event.</param>
/// <param name="Span">What it says about watch time.</param>
/// <param name="OccurredAtUnixMs">When; of collapsed progress the start of its hour.</param>
internal sealed record OutcomeRow(
    UInt128 Key, UnitKey Logged, UnitKey Owner, ViewingEvent Event, WatchSpan Span, long OccurredAtUnixMs)
{
    /// <summary>Whether it stands for all progress of a unit and content in an hour.</summary>
    public required bool IsCollapsed { get; init; }

    /// <summary>Where playback was; of what is collapsed the span says it.</summary>
    public double? PositionSeconds => IsCollapsed ? null : Event.PositionSeconds;
}
