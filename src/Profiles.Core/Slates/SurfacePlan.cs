using Profiles.Core.Slates.Sources;

namespace Profiles.Core.Slates;

/// <summary>What a surface is made of. Immutable.</summary>
/// <param name="Sources">Its candidate sources.</param>
/// <param name="KeepsOrder">Whether contents stand in the order of the sources rather than by score.</param>
/// <param name="HasFallback">Whether popular contents fill what the sources leave open.</param>
/// <param name="Explores">Whether some places are left to exploration.</param>
/// <param name="MaxOfSeries">The most contents of a series, also where nothing else is left; null for the
/// option.</param>
/// <param name="WhenEmpty">What an empty slate says.</param>
internal sealed record SurfacePlan(
    ICandidateSource[] Sources, bool KeepsOrder, bool HasFallback, bool Explores, int? MaxOfSeries, string WhenEmpty)
{
    public static readonly ICandidateSource Fallback = new PopularSource();

    private static readonly ICandidateSource LiveNow = new LiveNowSource();
    private static readonly ICandidateSource LiveNext = new LiveNextSource();
    private static readonly ICandidateSource New = new NewSource();
    private static readonly ICandidateSource Trending = new TrendingSource();

    // By SlateSurface.
    private static readonly SurfacePlan[] Plans =
    [
        new(
            [
                // The first page says that something is under way; the row of its own has all of it.
                new ContinueWatchingSource(3), new NextEpisodeSource(3), LiveNow, LiveNext,
                new BecauseYouWatchedSource(), new PersonalSource(), new EditorialSource(), Trending, New,
            ],
            KeepsOrder: false, HasFallback: true, Explores: true, null,
            "No content of the catalogue may be shown to this viewer now."),
        new(
            [new ContinueWatchingSource(50), new NextEpisodeSource(50)], KeepsOrder: true, HasFallback: false,
            Explores: false, 1,
            "Nothing is under way, and no series goes on."),
        new(
            [LiveNow, LiveNext], KeepsOrder: true, HasFallback: false, Explores: false, null,
            "No live event is on or starts soon."),
        new([New], KeepsOrder: false, HasFallback: false, Explores: false, null, "Nothing is new."),
        new(
            [Trending], KeepsOrder: true, HasFallback: true, Explores: false, null,
            "No content of the catalogue may be shown to this viewer now."),
    ];

    // Of whom nothing is known, what is popular says most.
    private static readonly SurfacePlan ColdHome = Plans[0] with { Sources = [], Explores = false };

    public static SurfacePlan Of(SlateSurface surface, bool isCold) =>
        isCold && surface == SlateSurface.Home ? ColdHome : Plans[(int)surface];
}
