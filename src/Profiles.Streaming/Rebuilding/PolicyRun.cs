using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Core.Units;

namespace Profiles.Streaming.Rebuilding;

/// <summary>One replay: slates come in the order of the world that they were made in. Mutable, of one owner.</summary>
internal sealed class PolicyRun(
    EvaluatedPolicy policy, RankingModel? target, SlateOptions options, PolicyReplayReport report)
{
    private const string NotReproduced =
        "it does not come out as it was logged: another limit, age or tuning was asked for, or other settings held";

    private readonly SlateScratch _scratch = new();
    private readonly Dictionary<string, ServingMoment> _moments = [];
    private readonly Dictionary<UnitKey, int> _viewers = [];

    /// <summary>Makes a slate again, both ways.</summary>
    public void Take(LoggedSlate slate, Profile profile, RankingMoment moment, HashSet<string> chosen)
    {
        var serving = ServingOf(slate, moment);
        var request = new SlateRequest(
            slate.SlateId, slate.Items.Count, slate.Surface, slate.ServedAtMs, slate.Device, slate.Territory);
        var viewer = MemoryOf(serving, profile);
        if (!IsSame(SlateBuilder.Build(serving, viewer, request, _scratch), slate))
        {
            report.LeaveOut(NotReproduced);
            return;
        }

        var logging = SlateBuilder.Chances(serving, viewer, request, _scratch);
        var other = target is null ? serving : serving.Of(target.Version)!;
        var evaluated = SlateBuilder.Chances(
            other, target is null ? viewer : MemoryOf(other, profile), request with { Tuning = policy.Tuning },
            _scratch);
        report.Replayed++;
        if (target is not null && slate.ServedAtMs < target.Manifest.CreatedAt.ToUnixTimeMilliseconds())
            report.BeforeTraining++;
        Count(slate, serving, logging, evaluated, chosen);
    }

    private void Count(
        LoggedSlate slate, ServingMoment serving, Dictionary<int, double> logging, Dictionary<int, double> evaluated,
        HashSet<string> chosen)
    {
        if (!_viewers.TryGetValue(slate.Unit, out var viewer)) _viewers.Add(slate.Unit, viewer = _viewers.Count);
        var expected = evaluated.OrderBy(item => item.Key)
            .Sum(item => item.Value * PolicyReplay.Expected(serving.Trend, item.Key)) / slate.Items.Count;
        foreach (var item in slate.Items)
        {
            serving.Contents.TryGet(item.ContentId, out var entry);
            var number = entry!.Number;

            // What was drawn once of thousands of times did not come up again; the log's own estimate stands then.
            report.Add(new ReplayedPlace(
                viewer, chosen.Contains(item.ContentId) ? 1 : 0, logging.GetValueOrDefault(number, item.Propensity),
                evaluated.GetValueOrDefault(number), PolicyReplay.Expected(serving.Trend, number), expected));
        }
    }

    private ServingMoment ServingOf(LoggedSlate slate, RankingMoment moment)
    {
        var version = moment.Model.Version;
        if (_moments.TryGetValue(version, out var known) && ReferenceEquals(known.Contents, moment.Contents))
        {
            if (!ReferenceEquals(known.Trend, moment.Trend) || known.ContentsVersion != moment.Contents.Version)
                known = known.With(moment.Trend, slate.TrendAtMs);
        }
        else
        {
            var shadow = target is null || target.Version == version ? null : target;
            known = ServingMoment.Create(
                moment.Model, shadow, moment.Contents, moment.Trend, options, slate.TrendAtMs);
        }

        return _moments[version] = known;
    }

    private static ViewerMemory MemoryOf(ServingMoment serving, Profile profile)
    {
        var memory = new ViewerMemory(serving.Model);
        memory.Follow(profile, serving.Contents);
        return memory;
    }

    private static bool IsSame(Slate made, LoggedSlate logged)
    {
        if (made.Items.Length != logged.Items.Count) return false;
        for (var i = 0; i < made.Items.Length; i++)
        {
            var (item, other) = (made.Items[i], logged.Items[i]);
            if (item.ContentId != other.ContentId || item.Propensity != other.Propensity) return false;
        }

        return true;
    }
}
