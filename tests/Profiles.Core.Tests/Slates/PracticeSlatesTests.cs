using Profiles.Core.Slates;

namespace Profiles.Core.Tests.Slates;

public sealed class PracticeSlatesTests
{
    [Fact]
    public void PracticeSlates_WhenContentsAreWatched_AreOfViewersWithHistories()
    {
        var world = new SlateWorld { Model = SlateWorld.Linked(("m00", "m01"), ("m02", "m03")) }.WithMovies(30);
        for (var i = 0; i < 10; i++) world.Others($"m{i:00}", 10 - i);
        var serving = world.Moment();
        var scratch = new SlateScratch();

        var slates = Enumerable.Range(0, 30)
            .Select(viewer => PracticeSlates.Make(
                serving, viewer, SlateWorld.Now.ToUnixTimeMilliseconds(), scratch))
            .ToArray();

        Assert.All(slates, slate => Assert.NotEmpty(slate.Items));
        Assert.Contains(slates, slate => slate.IsCold);
        Assert.Contains(slates, slate => !slate.IsCold);
    }

    [Fact]
    public void PracticeSlates_WhenTheCatalogueIsEmpty_AreEmpty()
    {
        var slate = PracticeSlates.Make(
            new SlateWorld().Moment(), 5, SlateWorld.Now.ToUnixTimeMilliseconds(), new SlateScratch());

        Assert.Empty(slate.Items);
    }
}
