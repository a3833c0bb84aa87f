namespace Profiles.Core.Ranking;

/// <summary>What of the moment and the viewer changes how much each signal counts.</summary>
public enum ContextFeature
{
    /// <summary>1, always.</summary>
    Always = 0,

    /// <summary>1 where the viewer's last event was less than 10 minutes ago.</summary>
    GapMinutes = 1,

    /// <summary>1 where it was 10 minutes to 2 hours ago.</summary>
    GapHours = 2,

    /// <summary>1 where it was 2 hours to a day ago.</summary>
    GapDay = 3,

    /// <summary><c>ln(1 + hours since the last event) / 3 − 1</c>.</summary>
    Gap = 4,

    /// <summary><c>ln(contents in the history) / 2 − 1.5</c>; −1.5 where there are none.</summary>
    HistoryLength = 5,

    /// <summary>How much what the viewer watched is being watched now: the mean of trend-3d over the history,
    /// fading.</summary>
    TrendTaste = 6,

    /// <summary>The same, fading fast.</summary>
    TrendTasteRecent = 7,

    /// <summary>How old the releases that the viewer watches are: the mean of release-age over the history, fading.
    /// </summary>
    AgeTaste = 8,

    /// <summary>1 where the viewer has no history.</summary>
    NoHistory = 9,

    /// <summary>
    /// The hour of the day in UTC as a wave: 0 at midnight, 1 at 6, −1 at 18. Two parabolas rather than a sine, so that
    /// every machine has the same bits.
    /// </summary>
    HourSine = 10,

    /// <summary>The same wave six hours ahead: 1 at midnight, 0 at 6, −1 at noon.</summary>
    HourCosine = 11,

    /// <summary>1 on a Saturday or Sunday in UTC.</summary>
    Weekend = 12,

    /// <summary>1 where the request comes from a television (<see cref="DeviceClass"/>).</summary>
    DeviceTv = 13,

    /// <summary>1 where it comes from a telephone or a tablet.</summary>
    DeviceMobile = 14,

    /// <summary>1 where it comes from anything else that is named, such as <c>web</c>.</summary>
    DeviceOther = 15,
}
