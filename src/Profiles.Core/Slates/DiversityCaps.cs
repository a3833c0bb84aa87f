namespace Profiles.Core.Slates;

/// <summary>How much of one kind a slate may hold.</summary>
/// <param name="OfSeries">The most contents of one series.</param>
/// <param name="OfGenre">The most contents with one first genre.</param>
/// <param name="IsSeriesStrict">Whether the cap on a series holds even where a place is left empty.</param>
internal readonly record struct DiversityCaps(int OfSeries, int OfGenre, bool IsSeriesStrict)
{
    public const int MinOfGenre = 3;

    public static DiversityCaps None { get; } = new(int.MaxValue, int.MaxValue, false);
}
