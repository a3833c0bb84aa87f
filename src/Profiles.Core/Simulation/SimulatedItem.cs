using Profiles.Core.Content;

namespace Profiles.Core.Simulation;

/// <summary>What the simulation needs to know of one content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Genres">A bit for each genre of <see cref="SimulatedCatalogue.GenreNames"/>.</param>
/// <param name="Series">The item that is its series, or -1.</param>
/// <param name="Season">The season of an episode, from 1.</param>
/// <param name="Episode">The number of an episode in its season, from 1.</param>
/// <param name="DurationSeconds">How long it plays; 0 of a series.</param>
/// <param name="AvailableFrom">From when it can be watched; of a live event, its start.</param>
internal readonly record struct SimulatedItem(
    ContentKind Kind, int Genres, int Series, int Season, int Episode, int DurationSeconds,
    DateTimeOffset AvailableFrom);
