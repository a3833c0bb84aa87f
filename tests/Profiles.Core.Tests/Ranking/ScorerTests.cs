using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Tests.Folding;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Ranking;

public sealed class ScorerTests
{
    private const long Now = History.Start + 30 * History.Day;

    private static readonly ViewingContext Context = new(Now);

    [Fact]
    public void Score_WhenOfOneRow_HasTheBitsThatItHadAmongOthers()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var candidates = Numbers(moment.Contents, Enumerable.Range(0, 45));
        var signals = new SignalTable();
        var scores = new float[45];
        Scorer.Signals(viewer, moment, Context, candidates, signals);
        Scorer.Score(moment.Model, signals, scores);

        var row = new float[RankingSignals.RowLength];
        for (var i = 0; i < candidates.Length; i++)
        {
            signals.CopyRow(i, row);
            Assert.Equal(scores[i], Scorer.Score(moment.Model, row));
        }
    }

    [Fact]
    public void Signals_WhenNumbersAndOrderDiffer_AreTheSameForTheSameContent()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var (otherViewer, other) = Make(SomeModel.Catalogue(Enumerable.Range(0, 45).Reverse()));
        var signals = new SignalTable();
        var otherSignals = new SignalTable();
        var candidates = Numbers(moment.Contents, Enumerable.Range(0, 45));
        var otherCandidates = Numbers(other.Contents, Enumerable.Range(0, 45).Select(i => i * 7 % 45).Take(31));
        Scorer.Signals(viewer, moment, Context, candidates, signals);
        Scorer.Signals(otherViewer, other, Context, Enumerable.Range(0, 3).ToArray(), otherSignals);
        Scorer.Signals(otherViewer, other, Context, otherCandidates, otherSignals);

        var (row, otherRow) = (new float[RankingSignals.RowLength], new float[RankingSignals.RowLength]);
        for (var i = 0; i < otherCandidates.Length; i++)
        {
            otherSignals.CopyRow(i, otherRow);
            var id = other.Contents.Numbers.IdOf(otherCandidates[i]);
            signals.CopyRow(Array.IndexOf(candidates, moment.Contents.Numbers.NumberOf(id)), row);
            Assert.Equal(row, otherRow);
        }
    }

    [Fact]
    public void Signals_WhenTheWholeCatalogueIsRanked_AreTheSameAsOfAFew()
    {
        var contents = SomeModel.Catalogue();
        var (viewer, moment) = Make(contents);
        var few = Numbers(contents, Enumerable.Range(0, 45));
        var many = few.Concat(Enumerable.Range(0, 3000).Select(i => contents.Numbers.NumberOf($"x{i}"))).ToArray();
        var (signals, ofMany) = (new SignalTable(), new SignalTable());
        Scorer.Signals(viewer, moment, Context, few, signals);
        Scorer.Signals(viewer, moment, Context, many, ofMany);

        var (row, rowOfMany) = (new float[RankingSignals.RowLength], new float[RankingSignals.RowLength]);
        for (var i = 0; i < few.Length; i++)
        {
            signals.CopyRow(i, row);
            ofMany.CopyRow(i, rowOfMany);
            Assert.Equal(row, rowOfMany);
        }

        contents.Upsert(contents[few[7]]!.Item with { Genres = ["another"] }, 2);
        Scorer.Signals(viewer, moment, Context, many, ofMany);
        Scorer.Signals(viewer, moment, Context, few, signals);
        signals.CopyRow(7, row);
        ofMany.CopyRow(7, rowOfMany);
        Assert.Equal(row, rowOfMany);
    }

    [Fact]
    public void GenreTaste_WhenComputedByHand_IsTheMeanRatioToEveryonesShares()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var signals = new SignalTable();
        Scorer.Signals(viewer, moment, Context, Numbers(moment.Contents, [1, 8]), signals);

        // The history, latest first: 36, 25, 16, 9, 4, 1; each of the genres i % 7 and i % 5.
        var (shares, sum, weight) = (new double[7], 0.0, 1.0);
        foreach (var i in new[] { 36, 25, 16, 9, 4, 1 })
        {
            shares[i % 7] += weight / 2;
            shares[i % 5] += weight / 2;
            sum += weight;
            weight *= 0.97;
        }

        Assert.Equal(Ratio(1, 0.3), signals[RankingSignal.GenreTaste][0], 1e-4);
        Assert.Equal((Ratio(1, 0.3) + Ratio(3, 0.02)) / 2, signals[RankingSignal.GenreTaste][1], 1e-4);

        double Ratio(int genre, double share) => Math.Log((shares[genre] + 8 * share) / (sum + 8) / share);
    }

    [Fact]
    public void Signals_WhenEachHasACause_AreNotZero()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var signals = new SignalTable();
        Scorer.Signals(viewer, moment, Context, Numbers(moment.Contents, Enumerable.Range(0, 45)), signals);

        foreach (var signal in Enum.GetValues<RankingSignal>())
            Assert.True(signals[signal].ContainsAnyExcept(0f), signal.Name());
        Assert.Equal(1, signals.Context[(int)ContextFeature.Always]);
    }

    [Fact]
    public void Signals_WhenContentIsUnknownOrNew_AreDefined()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var unknown = moment.Contents.Numbers.NumberOf("never seen anywhere");
        var signals = new SignalTable();
        Scorer.Signals(viewer, moment, Context, [unknown], signals);

        var row = new float[RankingSignals.RowLength];
        signals.CopyRow(0, row);
        Assert.All(row, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(1, row[(int)RankingSignal.Unseen]);
    }

    [Fact]
    public void Signals_WhenViewerIsOfAnotherModel_Throws()
    {
        var (_, moment) = Make(SomeModel.Catalogue());

        Assert.Throws<ArgumentException>(() => Scorer.Signals(
            new Viewer(RankingModel.Untrained), moment, Context, [], new SignalTable()));
    }

    [Fact]
    public void Contributions_WhenAdded_MakeTheScore()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var signals = new SignalTable();
        Scorer.Signals(viewer, moment, Context, [3], signals);
        var row = new float[RankingSignals.RowLength];
        signals.CopyRow(0, row);
        var mean = row.ToArray();
        moment.Model.Weights.Means.CopyTo(mean);
        var contributions = new float[RankingSignals.Count];
        Scorer.Contributions(moment.Model, row, contributions);

        Assert.Equal(
            Scorer.Score(moment.Model, row), Scorer.Score(moment.Model, mean) + contributions.Sum(), 1e-3);
    }

    [Fact]
    public void Score_WhenUntrained_PutsWhatIsWatchedNowFirst()
    {
        var contents = SomeModel.Catalogue();
        var moment = new RankingMoment(RankingModel.Untrained, contents, TrendOf(contents.Numbers));
        var viewer = new Viewer(RankingModel.Untrained);
        viewer.Follow(new Profile());
        var signals = new SignalTable();
        var scores = new float[2];
        Scorer.Signals(viewer, moment, Context, Numbers(contents, [4, 6]), signals);
        Scorer.Score(moment.Model, signals, scores);

        Assert.True(scores[0] > scores[1]);
    }

    [Fact]
    public void TopByFactors_WhenComparedWithASort_IsTheSame()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var expected = Enumerable.Range(0, SomeModel.Items)
            .OrderByDescending(row => VectorMath.Dot(viewer.Vector, moment.Model.FactorOf(row))).ThenBy(row => row)
            .Take(13).Select(moment.NumberOf);
        var numbers = new int[13];

        Assert.Equal(13, Scorer.TopByFactors(viewer, moment, numbers));
        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void LinkedTo_WhenAskedTwice_IsTheStrongestOfEachKind()
    {
        var (_, moment) = Make(SomeModel.Catalogue());
        var expected = new List<int>();
        for (var kind = 0; kind < LinkKinds.Count; kind++)
        {
            if (moment.Model.LinksOf((LinkKind)kind) is not { } links) continue;
            var (targets, weights) = (links.TargetsOf(3).ToArray(), links.WeightsOf(3).ToArray());
            expected.AddRange(Enumerable.Range(0, targets.Length).Where(i => weights[i] > 0)
                .OrderByDescending(i => weights[i]).ThenBy(i => targets[i])
                .Take(6).Select(i => moment.NumberOf(targets[i])));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, moment.LinkedTo(3).ToArray());
        Assert.Equal(expected, moment.LinkedTo(3).ToArray());
    }

    [Fact]
    public void TopByLinks_WhenComparedWithASort_IsTheSame()
    {
        var (viewer, moment) = Make(SomeModel.Catalogue());
        var expected = Enumerable.Range(0, SomeModel.Items)
            .OrderByDescending(row => viewer.LinksTo(LinkKind.CoWatched, row)).ThenBy(row => row)
            .Take(7).Select(moment.NumberOf);
        var numbers = new int[7];

        Assert.Equal(7, Scorer.TopByLinks(viewer, moment, LinkKind.CoWatched, numbers));
        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void Names_WhenOfSignalsAndContext_AreOneEach()
    {
        Assert.Equal(RankingSignals.Count, Enum.GetValues<RankingSignal>().Length);
        Assert.Equal(RankingSignals.Count, RankingSignals.Names.Distinct().Count());
        Assert.Equal(ContextFeatures.Count, Enum.GetValues<ContextFeature>().Length);
        Assert.Equal(ContextFeatures.Count, ContextFeatures.Names.Distinct().Count());
    }

    private static int[] Numbers(ContentIndex contents, IEnumerable<int> ids) =>
        [.. ids.Select(id => contents.Numbers.NumberOf($"c{id}"))];

    private static (Viewer Viewer, RankingMoment Moment) Make(ContentIndex contents)
    {
        var profile = new Profile();
        foreach (var i in new[] { 1, 4, 9, 16, 25, 36 }) ProfileFold.Apply(profile, Play(i, i), null);
        var viewer = new Viewer(SomeModel.Shared);
        viewer.Follow(profile);
        return (viewer, new RankingMoment(SomeModel.Shared, contents, TrendOf(contents.Numbers)));
    }

    private static TrendSnapshot TrendOf(ContentNumbers numbers)
    {
        var counters = new TrendCounters(numbers);
        for (var i = 0; i < 200; i++)
            counters.Apply(i, UnitKey.User("t", "u"), new UnitRecord.Viewing(Play(i * i % 35, i * 200)));
        return TrendSnapshot.Merge(numbers, [counters], Now);
    }

    private static ViewingEvent Play(int content, int minute) => new()
    {
        Id = $"{content}-{minute}",
        UserId = "u",
        Type = ViewingEventType.Complete,
        ContentId = $"c{content}",
        OccurredAtUnixMs = History.Start + minute * History.Minute,
    };
}
