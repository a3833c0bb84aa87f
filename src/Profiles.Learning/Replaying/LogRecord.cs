using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Learning.Replaying;

/// <summary>A record of the log, as it is replayed for training.</summary>
/// <param name="Unit">Whose it is.</param>
/// <param name="Record">What it says.</param>
/// <param name="AtMs">When it happened; of what is no event, when the events around it did. Unix milliseconds.</param>
/// <param name="Traits">Of a viewing, the traits of its content as they were stamped; null where unknown.</param>
public sealed record LogRecord(UnitKey Unit, UnitRecord Record, long AtMs, ContentTraits? Traits)
{
    /// <summary>The event; null where it is another record.</summary>
    public ViewingEvent? Viewing => (Record as UnitRecord.Viewing)?.Event;

    /// <summary>Whether the viewer chose a content: played it, watched it, liked it or put it on the list.</summary>
    public bool IsChoice => Viewing is
    {
        ContentId: not null,
        Type: ViewingEventType.Play or ViewingEventType.Complete or ViewingEventType.Like or ViewingEventType.Add,
    };
}
