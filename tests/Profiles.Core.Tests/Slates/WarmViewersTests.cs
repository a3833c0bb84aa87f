using Profiles.Core.Models;
using Profiles.Core.Slates;

namespace Profiles.Core.Tests.Slates;

public sealed class WarmViewersTests
{
    [Fact]
    public void Memory_WhenTakenAgain_IsTheSame()
    {
        var viewers = new WarmViewers(4);
        var hold = new ViewerHold();
        viewers.Return(hold, viewers.Take(hold, RankingModel.Untrained));
        var memory = viewers.Take(hold, RankingModel.Untrained);
        viewers.Return(hold, memory);

        Assert.Same(memory, viewers.Take(hold, RankingModel.Untrained));
        Assert.NotSame(memory, viewers.Take(hold, RankingModel.Untrained));
    }

    [Fact]
    public void Memory_WhenItsOwnerCameOnce_IsOfTheNext()
    {
        var viewers = new WarmViewers(4);
        var (once, next) = (new ViewerHold(), new ViewerHold());
        var memory = viewers.Take(once, RankingModel.Untrained);
        viewers.Return(once, memory);

        Assert.Null(once.Memory);
        Assert.Same(memory, viewers.Take(next, RankingModel.Untrained));
    }

    [Fact]
    public void Memory_WhenItWasOfAnother_IsLikeANewOne()
    {
        var world = new SlateWorld { Model = SlateWorld.Linked(("a", "b"), ("c", "d")) }.WithMovies(3).With(
            SlateWorld.Movie("a"), SlateWorld.Movie("b"), SlateWorld.Movie("c"), SlateWorld.Movie("d"));
        var serving = world.Moment();
        var viewers = new WarmViewers(1);
        var first = new ViewerHold();
        var memory = viewers.Take(first, serving.Model);
        memory.Follow(new SlateWorld().With(SlateWorld.Movie("a")).Watched("a").Profile, serving.Contents);
        viewers.Return(first, memory);
        var other = new SlateWorld().With(SlateWorld.Movie("c")).Watched("c").Profile;

        var reused = viewers.Take(new ViewerHold(), serving.Model);
        reused.Follow(other, serving.Contents);
        var anew = new ViewerMemory(serving.Model);
        anew.Follow(other, serving.Contents);

        Assert.Same(memory, reused);
        Assert.Equal(anew.Personal(serving).ToArray(), reused.Personal(serving).ToArray());
        Assert.Equal(anew.Played, reused.Played);
        Assert.True(reused.Viewer.LinksTo(LinkKind.Transitions, serving.Model.RowOf("d")) > 0);
        Assert.Equal(0, reused.Viewer.LinksTo(LinkKind.Transitions, serving.Model.RowOf("b")));
    }

    [Fact]
    public void Memory_WhenTheModelIsAnother_IsNew()
    {
        var viewers = new WarmViewers(4);
        var hold = new ViewerHold();
        for (var use = 0; use < 2; use++) viewers.Return(hold, viewers.Take(hold, RankingModel.Untrained));
        var model = SlateWorld.Linked(("a", "b"));

        Assert.Same(model, viewers.Take(hold, model).Viewer.Model);
    }

    [Fact]
    public void Memories_WhenThereAreMoreThanAllowed_GiveWay()
    {
        var viewers = new WarmViewers(10);
        var holds = Enumerable.Range(0, 1000).Select(_ => new ViewerHold()).ToArray();
        for (var use = 0; use < 2; use++)
            foreach (var hold in holds) viewers.Return(hold, viewers.Take(hold, RankingModel.Untrained));

        Assert.Equal(10, holds.Count(hold => hold.Memory is not null));
        Assert.NotNull(holds[^1].Memory);
    }

    [Fact]
    public void Memories_WhenManyThreadsUseThem_StayWithinTheBound()
    {
        var viewers = new WarmViewers(16);
        var holds = Enumerable.Range(0, 64).Select(_ => new ViewerHold()).ToArray();

        // A hold has one owner at a time, as a grain has.
        Parallel.For(0, 8, owner =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var hold = holds[owner * 8 + i % 8];
                viewers.Return(hold, viewers.Take(hold, RankingModel.Untrained));
            }
        });

        foreach (var hold in holds) viewers.Return(hold, viewers.Take(hold, RankingModel.Untrained));
        Assert.InRange(holds.Count(hold => hold.Memory is not null), 1, 16 + 8);
    }
}
