using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Features;
using Profiles.Core.Folding;
using Profiles.Core.Slates;

namespace Profiles.Api.Tests.Fakes;

/// <summary>One unit's grain with a profile that a test gave it.</summary>
internal sealed class FakeUnit : IUserProfileGrain
{
    private readonly string _token = new ReadToken([new ReadPosition(0, 1)], coversDevices: true).ToString();

    public ProfileView Profile { get; set; } = SomeProfile.Empty;

    /// <summary>What features are worked out from.</summary>
    public Profile Folded { get; set; } = new();

    public DeviceLink Link { get; set; } = new(null, 0);

    public ValueTask<ProfileView> GetAsync() => ValueTask.FromResult(Profile);

    public ValueTask<UnitTargeting> GetTargetingAsync(bool withProfile) =>
        ValueTask.FromResult(new UnitTargeting(Profile, UnitAssignments.None));

    public ValueTask<FeatureRows> GetFeaturesAsync(FeatureQuery query)
    {
        Assert.True(FeatureViews.TryFind(query.ViewId, out var view));
        var moment = new FeatureMoment(Folded, query.AtUnixMs);
        return ValueTask.FromResult(new FeatureRows(
            Folded.Version,
            view.IsOfPairs
                ? [.. query.ContentIds.Select(id => view.Compute(moment.With(id, null)))]
                : [view.Compute(moment)]));
    }

    public Embedding? Embedding { get; set; }

    public Slate Slate { get; set; } = new("slate", "untrained", SlateSurface.Home, [], [], false, true, null);

    public NextRequest? Asked { get; private set; }

    public RankRequest? Ranked { get; private set; }

    public ValueTask<Slate> GetNextAsync(NextRequest request)
    {
        Asked = request;
        return ValueTask.FromResult(Slate);
    }

    public ValueTask<RankResult> RankAsync(RankRequest request)
    {
        Ranked = request;
        return ValueTask.FromResult(new RankResult("untrained", Slate.Items, ["nowhere"]));
    }

    public ValueTask<Embedding?> GetEmbeddingAsync() => ValueTask.FromResult(Embedding);

    public ValueTask FoldAsync(UnitRecordRun run) => throw new NotSupportedException();

    public ValueTask CheckpointAsync() => ValueTask.CompletedTask;

    public ValueTask<DeviceLink> GetLinkAsync() => ValueTask.FromResult(Link);

    public ValueTask<string> LinkAsync(string userId)
    {
        if (Link.UserId is null) Link = new DeviceLink(userId, Link.Generation + 1);
        return ValueTask.FromResult(_token);
    }

    public ValueTask<string> UnlinkAsync()
    {
        Link = Link with { UserId = null };
        return ValueTask.FromResult(_token);
    }
}
