namespace Profiles.Core.Folding;

/// <summary>How often what happened, over the whole life of a profile. Exact.</summary>
/// <param name="Events">All events.</param>
/// <param name="Plays">Events of type play.</param>
/// <param name="Completes">Events of type complete.</param>
/// <param name="WatchSeconds">Seconds of content watched, by the positions that playback reported.</param>
public sealed record ProfileCounters(long Events, long Plays, long Completes, double WatchSeconds);
