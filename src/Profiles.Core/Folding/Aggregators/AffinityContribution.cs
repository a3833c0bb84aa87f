using Profiles.Core.Content;

namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// What one event adds to decayed sums: the same amount to every key of its content, and one to its device and hour.
/// </summary>
/// <param name="Traits">The content; null where unknown.</param>
/// <param name="Device">The kind of device; null where not given.</param>
/// <param name="Hour">The hour of the week.</param>
/// <param name="Affinity">What its content's keys get, as of the event's time.</param>
/// <param name="Usage">What device and hour get, as of the event's time.</param>
/// <param name="Time">When, in unix milliseconds.</param>
/// <param name="Epoch">The epoch of that time.</param>
internal readonly record struct AffinityContribution(
    ContentTraits? Traits, string? Device, int Hour, double Affinity, double Usage, long Time, long Epoch);
