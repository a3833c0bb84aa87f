using Orleans.CodeGeneration;
using Orleans.Concurrency;
using Profiles.Contracts.Experiments;
using Profiles.Core.Folding;
using Profiles.Core.Slates;

namespace Profiles.Contracts;

/// <summary>
/// One unit's live profile: a user's, or a device's until it is linked. The key is <c>UnitKey.ToGrainKey()</c>. Its
/// state changes only by the records of the unit's stream, so that a replay of the log rebuilds it.
/// </summary>
[Alias("profiles.user-profile"), Version(1)]
public interface IUserProfileGrain : IGrainWithStringKey
{
    /// <summary>The profile as folded so far; one with version 0 where nothing ever came.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<ProfileView> GetAsync();

    /// <summary>What experiments ask of the unit, as folded so far.</summary>
    /// <param name="withProfile">Whether they ask of its profile, which takes longer than the rest.</param>
    [Alias("get-targeting"), ReadOnly]
    ValueTask<UnitTargeting> GetTargetingAsync(bool withProfile);

    /// <summary>The values of a feature view, of the profile as folded so far.</summary>
    [Alias("get-features"), ReadOnly]
    ValueTask<FeatureRows> GetFeaturesAsync(FeatureQuery query);

    /// <summary>What the viewer is to be shown next; of one of whom nothing is known, what is popular.</summary>
    [Alias("get-next"), ReadOnly]
    ValueTask<Slate> GetNextAsync(NextRequest request);

    /// <summary>Puts a caller's contents in order for the viewer.</summary>
    [Alias("rank"), ReadOnly]
    ValueTask<RankResult> RankAsync(RankRequest request);

    /// <summary>Where the viewer is in the space of the model that serves; null while that has no factors.</summary>
    [Alias("get-embedding"), ReadOnly]
    ValueTask<Embedding?> GetEmbeddingAsync();

    /// <summary>
    /// Folds records of the unit's stream, as its subscription does: for a runtime that delivers them by calls. What
    /// the state includes already is passed over.
    /// </summary>
    /// <exception cref="PartitionElsewhereException">The partition changed hands since.</exception>
    [Alias("fold")]
    ValueTask FoldAsync(UnitRecordRun run);

    /// <summary>Writes the state where it changed since it was last written.</summary>
    [Alias("checkpoint")]
    ValueTask CheckpointAsync();

    /// <summary>Whom this device is linked to, and how often it was linked. Of a user: never linked.</summary>
    [Alias("get-link"), ReadOnly]
    ValueTask<DeviceLink> GetLinkAsync();

    /// <summary>Asks this device to be linked to a user of its tenant. Done when the token is reached.</summary>
    /// <returns>What to wait for; then <see cref="GetLinkAsync"/> tells who it is linked to.</returns>
    [Alias("link")]
    ValueTask<string> LinkAsync(string userId);

    /// <summary>
    /// Asks this device to be unlinked; what was merged stays with the user. Done when the token is reached.
    /// </summary>
    [Alias("unlink")]
    ValueTask<string> UnlinkAsync();
}
