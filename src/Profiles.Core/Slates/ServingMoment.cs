using Profiles.Core.Catalogue;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Trends;

namespace Profiles.Core.Slates;

/// <summary>
/// All that slates are made with at one moment, but for the viewer: the model, the catalogue, the trends, the
/// candidates that everyone shares, and a version in the shadow. Immutable but for the catalogue; swapped in whole.
/// </summary>
public sealed class ServingMoment
{
    private ServingMoment(
        RankingMoment ranking, RankingMoment? shadow, SharedCandidates shared, SlateOptions options, long version)
    {
        ContentsVersion = version;
        Ranking = ranking;
        Shadow = shadow;
        Shared = shared;
        Options = options;
    }

    /// <summary>What contents are ranked with.</summary>
    public RankingMoment Ranking { get; }

    /// <summary>What they are ranked with for comparison; null for none.</summary>
    public RankingMoment? Shadow { get; }

    /// <summary>The version of the model.</summary>
    public RankingModel Model => Ranking.Model;

    /// <summary>The catalogue.</summary>
    public ContentIndex Contents => Ranking.Contents;

    /// <summary>What is watched.</summary>
    public TrendSnapshot Trend => Ranking.Trend;

    /// <summary>The numbers of slates.</summary>
    public SlateOptions Options { get; }

    /// <summary>The version of the catalogue that the shared candidates were worked out from, or an older
    /// one.</summary>
    public long ContentsVersion { get; }

    internal SharedCandidates Shared { get; }

    /// <summary>The same with a version in charge: the one that serves, or the one in its shadow.</summary>
    /// <returns>Null where the version is neither.</returns>
    public ServingMoment? Of(string modelVersion)
    {
        if (modelVersion == Model.Version) return this;
        return Shadow is { } shadow && modelVersion == shadow.Model.Version
            ? new ServingMoment(shadow, Ranking, Shared, Options, ContentsVersion)
            : null;
    }

    /// <summary>Puts a moment together.</summary>
    public static ServingMoment Create(
        RankingModel model, RankingModel? shadow, ContentIndex contents, TrendSnapshot trend, SlateOptions options,
        long nowMs)
    {
        var version = contents.Version;
        return new ServingMoment(
            new RankingMoment(model, contents, trend),
            shadow is null ? null : new RankingMoment(shadow, contents, trend),
            SharedCandidates.Of(contents, trend, options, nowMs), options, version);
    }

    /// <summary>The same with newer trends and candidates.</summary>
    /// <param name="trend">The trends.</param>
    /// <param name="nowMs">The moment, in milliseconds since 1970-01-01 UTC.</param>
    public ServingMoment With(TrendSnapshot trend, long nowMs)
    {
        var version = Contents.Version;
        return new ServingMoment(
            Ranking.With(trend), Shadow?.With(trend), SharedCandidates.Of(Contents, trend, Options, nowMs), Options,
            version);
    }

    /// <summary>The same with other models.</summary>
    public ServingMoment With(RankingModel model, RankingModel? shadow) => new(
        ReferenceEquals(model, Model) ? Ranking : new RankingMoment(model, Contents, Trend),
        shadow is null ? null
        : ReferenceEquals(shadow, Shadow?.Model) ? Shadow
        : new RankingMoment(shadow, Contents, Trend),
        Shared, Options, ContentsVersion);
}
