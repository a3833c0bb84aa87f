using System.Globalization;
using Profiles.Core.Events;
using Profiles.Core.Folding;

namespace Profiles.Core.Slates;

/// <summary>
/// Makes slates for made-up viewers and throws them away, so that the code is compiled and optimized before the first
/// real request: until then a slate takes some thirty times as long. Pure.
/// </summary>
public static class PracticeSlates
{
    private const int MaxHistory = 24;
    private const int Limit = 10;
    private const long MinuteMs = 60_000;

    /// <summary>Makes the slate of one made-up viewer.</summary>
    /// <param name="serving">The moment; with an empty catalogue there is little to practise.</param>
    /// <param name="viewer">Which viewer, from 0: each has watched something else, and another number of
    /// contents.</param>
    /// <param name="nowMs">The time of the request.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static Slate Make(ServingMoment serving, int viewer, long nowMs, SlateScratch scratch)
    {
        var popular = serving.Shared.Popular;
        var profile = new Profile();
        var count = popular.Length == 0 ? 0 : viewer % MaxHistory;
        for (var i = 0; i < count; i++)
        {
            var entry = serving.Contents[popular[(viewer * 7 + i * 13) % popular.Length]];
            if (entry is null) continue;
            var viewing = new ViewingEvent
            {
                Id = i.ToString(CultureInfo.InvariantCulture),
                UserId = "practice",
                ContentId = entry.Id,
                Type = i % 3 == 0 ? ViewingEventType.Complete : ViewingEventType.Play,
                OccurredAtUnixMs = nowMs - (count - i) * MinuteMs,
            };
            ProfileFold.Apply(profile, viewing, entry.Traits);
        }

        var memory = new ViewerMemory(serving.Model);
        memory.Follow(profile, serving.Contents);
        return SlateBuilder.Build(
            serving, memory, new SlateRequest("practice", Limit, SlateSurface.Home, nowMs, null, null, null), scratch);
    }
}
