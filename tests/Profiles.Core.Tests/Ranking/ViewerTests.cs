using FsCheck;
using FsCheck.Fluent;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Tests.Folding;

namespace Profiles.Core.Tests.Ranking;

public sealed class ViewerTests
{
    // Float sums of up to 100 updates beside double ones, relative to the longest component.
    private const double Tolerance = 2e-4;

    private static readonly RankingModel Model = SomeModel.Shared;

    [Theory]
    [InlineData(false, 3)]
    [InlineData(false, 200)]
    [InlineData(true, 3)]
    [InlineData(true, 200)]
    public void Follow_WhenEventByEvent_HasTheBitsOfOneFromScratch(bool isTight, int days) => Laws.Hold(
        from events in History.Events(days)
        from arrival in History.Arrival(events, Options(isTight))
        from pauses in Gen.ArrayOf(Gen.Choose(0, 5), arrival.Length)
        select (Arrival: arrival, Pauses: pauses),
        history =>
        {
            var live = new Viewer(Model);
            var profile = new Profile(Options(isTight));
            for (var i = 0; i < history.Arrival.Length; i++)
            {
                History.Fold([history.Arrival[i]], onto: profile);
                if (history.Pauses[i] == 0) live.Release();
                if (history.Pauses[i] == 1) continue;

                live.Follow(profile);
                var fresh = new Viewer(Model);
                fresh.Follow(History.Copy(profile));
                AssertSame(fresh, live);
            }
        },
        runs: 40);

    [Fact]
    public void Follow_WhenHistoryOnlyGrows_AgreesWithTheClosedForm() => Laws.Hold(
        History.Events(200),
        events =>
        {
            var profile = History.Fold(events.OrderBy(e => e.OccurredAtUnixMs));
            var viewer = new Viewer(Model);
            viewer.Follow(profile);

            var expected = ClosedForm(viewer);
            var longest = expected.Select(Math.Abs).Append(1e-6).Max();
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - viewer.Vector[i]) <= Tolerance * longest);
        });

    [Fact]
    public void Follow_WhenHistoryIsLongerThanItsBound_TakesTheLatest()
    {
        var options = new FoldOptions { MaxRecent = 200 };
        var profile = new Profile(options);
        var viewer = new Viewer(Model);
        for (var i = 0; i < 150; i++)
        {
            ProfileFold.Apply(profile, Play($"x{i:D3}", i), null);
            viewer.Follow(profile);
        }

        Assert.Equal(Viewer.MaxHistory, viewer.HistoryCount);
        Assert.Equal("x050", viewer.HistoryAt(0));
        Assert.Equal("x149", viewer.HistoryAt(Viewer.MaxHistory - 1));
    }

    [Fact]
    public void Follow_WhenAContentIsDisliked_TurnsTheVectorFromIt()
    {
        var profile = new Profile();
        ProfileFold.Apply(profile, Play("c1", 1), null);
        ProfileFold.Apply(profile, Play("c2", 2), null);
        var viewer = new Viewer(Model);
        viewer.Follow(profile);
        var row = Model.RowOf("c1");
        var before = VectorMath.Dot(viewer.Vector, Model.FactorOf(row));

        ProfileFold.Apply(profile, Play("c1", 3) with { Id = "e", Type = ViewingEventType.Dislike }, null);
        viewer.Follow(profile);

        Assert.True(VectorMath.Dot(viewer.Vector, Model.FactorOf(row)) < before);
        Assert.False(viewer.IsChosen(0));
    }

    [Fact]
    public void Follow_WhenNothingIsKnown_HasAVectorOfZeros()
    {
        var viewer = new Viewer(Model);
        viewer.Follow(new Profile());

        Assert.Equal(0, viewer.HistoryCount);
        Assert.Null(viewer.NewestMs);
        Assert.False(viewer.Vector.ContainsAnyExcept(0f));
    }

    private static FoldOptions Options(bool isTight) => isTight ? History.Tight : FoldOptions.Default;

    private static ViewingEvent Play(string contentId, int minute) => new()
    {
        Id = contentId,
        UserId = "u",
        Type = ViewingEventType.Complete,
        ContentId = contentId,
        OccurredAtUnixMs = History.Start + minute * History.Minute,
    };

    private static void AssertSame(Viewer expected, Viewer actual)
    {
        Assert.Equal(expected.Vector.ToArray(), actual.Vector.ToArray());
        Assert.Equal(expected.NewestMs, actual.NewestMs);
        Assert.Equal(expected.History, actual.History);
        for (var kind = 0; kind < LinkKinds.Count; kind++)
            for (var row = 0; row < SomeModel.Items; row++)
                Assert.Equal(
                    BitConverter.SingleToInt32Bits(expected.LinksTo((LinkKind)kind, row)),
                    BitConverter.SingleToInt32Bits(actual.LinksTo((LinkKind)kind, row)));
    }

    private static double[] ClosedForm(Viewer viewer)
    {
        var matrix = new double[SomeModel.Dimensions, SomeModel.Dimensions];
        for (var row = 0; row < SomeModel.Items; row++)
            SomeModel.AddProduct(matrix, Model.FactorOf(row), SomeModel.Everyone);
        for (var i = 0; i < SomeModel.Dimensions; i++) matrix[i, i] += SomeModel.Regularization;

        var target = new double[SomeModel.Dimensions];
        var preference = 1.0;
        foreach (var item in viewer.History.Where(item => item.Row >= 0 && item.Confidence > 0).Reverse())
        {
            var factor = Model.FactorOf(item.Row);
            SomeModel.AddProduct(matrix, factor, item.Confidence);
            if (item.IsTurnedFrom) continue;
            for (var i = 0; i < target.Length; i++) target[i] += item.Confidence * preference * factor[i];
            preference *= Model.FoldIn.Decay;
        }

        var inverse = SomeModel.Invert(matrix);
        return
        [
            .. Enumerable.Range(0, target.Length)
                .Select(i => Enumerable.Range(0, target.Length).Sum(j => inverse[i, j] * target[j])),
        ];
    }
}
