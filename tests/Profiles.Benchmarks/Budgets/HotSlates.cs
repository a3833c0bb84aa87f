using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Slates;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Benchmarks.Budgets;

/// <summary>The operations that every request for a slate goes through, over a small catalogue.</summary>
internal static class HotSlates
{
    private const int Contents = 2_000;
    private const int History = 20;
    private const int Limit = 10;

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Genres = ["Action", "Drama", "Crime", "Comedy", "Horror"];

    private static long NowMs => Now.ToUnixTimeMilliseconds();

    /// <summary>The slate of a viewer who was here before and did nothing since.</summary>
    public static void Make(int times)
    {
        var (serving, profile) = World();
        var memory = new ViewerMemory(serving.Model);
        var scratch = new SlateScratch();
        var request = new SlateRequest("slate", Limit, SlateSurface.Home, NowMs);
        Allocated.Begin();
        for (var time = 0; time < times; time++)
        {
            memory.Follow(profile, serving.Contents);
            SlateBuilder.Build(serving, memory, request, scratch);
        }
    }

    /// <summary>The slate of a viewer who is new to a memory that others used before.</summary>
    public static void MakeForAnother(int times)
    {
        var (serving, profile) = World();
        var (_, other) = World();
        var memory = new ViewerMemory(serving.Model);
        var scratch = new SlateScratch();
        var request = new SlateRequest("slate", Limit, SlateSurface.Home, NowMs);
        Allocated.Begin();
        for (var time = 0; time < times; time++)
        {
            memory.Follow(time % 2 == 0 ? profile : other, serving.Contents);
            SlateBuilder.Build(serving, memory, request, scratch);
        }
    }

    private static (ServingMoment Serving, Profile Profile) World()
    {
        var contents = new ContentIndex();
        var counters = new TrendCounters(contents.Numbers);
        var profile = new Profile();
        for (var number = 0; number < Contents; number++)
        {
            var item = new ContentItem
            {
                Id = $"c{number}", Kind = ContentKind.Movie, Title = $"Title {number}",
                Genres = [Genres[number % Genres.Length], Genres[number % 3]],
            };
            contents.Upsert(item, 1);
            var watched = Viewing(item.Id, $"e{number}", "other");
            counters.Apply(number + 1, UnitKey.User("t", "other"), new UnitRecord.Viewing(watched));
            if (number < History && contents.TryGet(item.Id, out var entry))
                ProfileFold.Apply(profile, Viewing(item.Id, $"v{number}", "ann"), entry.Traits);
        }

        var serving = ServingMoment.Create(
            RankingModel.Untrained, null, contents, TrendSnapshot.Merge(contents.Numbers, [counters], NowMs),
            SlateOptions.Default, NowMs);
        return (serving, profile);
    }

    private static ViewingEvent Viewing(string content, string id, string user) => new()
    {
        Id = id, UserId = user, ContentId = content, Type = ViewingEventType.Complete,
        OccurredAtUnixMs = NowMs - 3_600_000,
    };
}
