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
        var memory = WarmViewers.Take(hold, RankingModel.Untrained);
        viewers.Return(hold, memory);

        Assert.Same(memory, WarmViewers.Take(hold, RankingModel.Untrained));
        Assert.NotSame(memory, WarmViewers.Take(hold, RankingModel.Untrained));
    }

    [Fact]
    public void Memory_WhenTheModelIsAnother_IsNew()
    {
        var viewers = new WarmViewers(4);
        var hold = new ViewerHold();
        viewers.Return(hold, WarmViewers.Take(hold, RankingModel.Untrained));
        var model = SlateWorld.Linked(("a", "b"));

        Assert.Same(model, WarmViewers.Take(hold, model).Viewer.Model);
    }

    [Fact]
    public void Memories_WhenThereAreMoreThanAllowed_GiveWay()
    {
        var viewers = new WarmViewers(10);
        var holds = Enumerable.Range(0, 1000).Select(_ => new ViewerHold()).ToArray();
        foreach (var hold in holds) viewers.Return(hold, WarmViewers.Take(hold, RankingModel.Untrained));

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
                viewers.Return(hold, WarmViewers.Take(hold, RankingModel.Untrained));
            }
        });

        foreach (var hold in holds) viewers.Return(hold, WarmViewers.Take(hold, RankingModel.Untrained));
        Assert.InRange(holds.Count(hold => hold.Memory is not null), 1, 16 + 8);
    }
}
