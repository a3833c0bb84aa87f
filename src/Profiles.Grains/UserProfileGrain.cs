using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Features;
using Profiles.Core.Folding;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Core.Units;

namespace Profiles.Grains;

/// <summary>
/// Folds one unit's records into its profile. Memory is ahead of storage: a checkpoint asks for the state, and what was
/// not written when the process dies is delivered again from the log.
/// </summary>
/// <remarks>
/// A linked device keeps no new events of its own: it appends them to its user's partition, each under its own id, so
/// that a redelivery appends nothing twice.
/// </remarks>
[ImplicitStreamSubscription(StreamNames.UnitRecords)]
[GrainType("user-profile")]
public sealed partial class UserProfileGrain(
    [PersistentState("unit", StreamNames.UnitStates)] IPersistentState<UnitState> state,
    IContentCatalogue catalogue,
    IEventIngestion ingestion,
    IUnitStateCheckpoints checkpoints,
    ISegments segments,
    IServing serving,
    TimeProvider time)
    : Grain, IUserProfileGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<UnitRecord>
{
    private UnitKey _unit;
    private bool _isDirty;
    private bool _isBroken;
    private SegmentMatch? _segments;
    private ViewerHold? _viewer;
    private uint _slates;

    [ThreadStatic]
    private static SlateScratch? scratch;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!UnitKey.TryParse(key, out _unit)) throw new ArgumentException($"'{key}' is not the key of a unit.");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isBroken || !_isDirty) return;
        try
        {
            await WriteAsync();
            checkpoints.MarkClean(this.GetPrimaryKeyString());
        }
        catch
        {
            checkpoints.MarkDropped(this.GetPrimaryKeyString());
            throw;
        }
    }

    public ValueTask<ProfileView> GetAsync() => ValueTask.FromResult(View());

    public ValueTask<UnitTargeting> GetTargetingAsync(bool withProfile) =>
        ValueTask.FromResult(new UnitTargeting(withProfile ? View() : null, state.State.Assignments));

    public ValueTask<FeatureRows> GetFeaturesAsync(FeatureQuery query)
    {
        if (!FeatureViews.TryFind(query.ViewId, out var view))
            throw new ArgumentException($"There is no feature view '{query.ViewId}'.", nameof(query));

        var moment = new FeatureMoment(state.State.Profile, query.AtUnixMs) { Model = serving.Current.Model };
        var rows = view.IsOfPairs
            ? query.ContentIds.Select(id => view.Compute(moment.With(id, ContentOf(id)))).ToImmutableArray()
            : [view.Compute(moment)];
        return ValueTask.FromResult(new FeatureRows(state.State.Profile.Version, rows));
    }

    public ValueTask<Slate> GetNextAsync(NextRequest request)
    {
        // From here to the end is one turn without an await: nobody else uses the viewer meanwhile.
        var moment = serving.Current;
        if (request.ModelVersion is { } version) moment = moment.Of(version) ?? moment;
        var revision = moment.Contents.Revision;
        var memory = Take(moment);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = new SlateId(
            request.Surface, now, (uint)_unit.Hash64(), _slates++, moment.Model.Version).ToString();
        var asked = new SlateRequest(
            id, request.Limit, request.Surface, now, request.Device, request.Territory, request.MaxAge,
            request.Tuning);
        var slate = SlateBuilder.Build(moment, memory, asked, scratch ??= new SlateScratch());
        if (revision != moment.Contents.Revision) revision = ServedSlate.BetweenRevisions;
        serving.Viewers.Return(_viewer!, memory);
        serving.Served(new ServedSlate(
            _unit, slate, asked, state.State.Profile.Version, state.State.Profile.LastSequence,
            revision, moment.Trend, moment, ShadowOf(moment, id)));
        return ValueTask.FromResult(slate);
    }

    public ValueTask<RankResult> RankAsync(RankRequest request)
    {
        var moment = serving.Current;
        var numbers = new List<int>(request.ContentIds.Length);
        var unknown = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in request.ContentIds)
        {
            if (!seen.Add(id)) continue;
            if (moment.Contents.TryGet(id, out var entry)) numbers.Add(entry.Number);
            else unknown.Add(id);
        }

        var memory = Take(moment);
        var asked = new SlateRequest(
            "", numbers.Count, SlateSurface.Home, time.GetUtcNow().ToUnixTimeMilliseconds(), request.Device,
            request.Territory);
        var items = SlateBuilder.Rank(
            moment, memory, asked, CollectionsMarshal.AsSpan(numbers), scratch ??= new SlateScratch());
        serving.Viewers.Return(_viewer!, memory);
        return ValueTask.FromResult(new RankResult(moment.Model.Version, items, [.. unknown]));
    }

    public ValueTask<Embedding?> GetEmbeddingAsync()
    {
        var moment = serving.Current;
        if (moment.Model.Dimensions == 0) return ValueTask.FromResult<Embedding?>(null);
        var memory = Take(moment);
        var embedding = new Embedding(moment.Model.Version, [.. memory.Viewer.Vector]);
        serving.Viewers.Return(_viewer!, memory);
        return ValueTask.FromResult<Embedding?>(embedding);
    }

    public ValueTask<DeviceLink> GetLinkAsync() =>
        ValueTask.FromResult(new DeviceLink(state.State.LinkedUserId, state.State.LinkGeneration));

    public async ValueTask CheckpointAsync()
    {
        if (_isDirty) await WriteAsync();
    }

    public ValueTask<string> LinkAsync(string userId) => AppendAsync(UnitFold.Link(_unit, state.State, userId));

    public ValueTask<string> UnlinkAsync() => AppendAsync(UnitFold.Unlink(_unit, state.State));

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<UnitRecord>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<UnitRecord>> items)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (AppendFor(items[index]) is not null) return AppendAndApplyAsync(items, index);
            Apply(items[index]);
        }

        return Task.CompletedTask;
    }

    public ValueTask FoldAsync(UnitRecordRun run)
    {
        if (run.Epoch != long.Parse(state.Etag!, CultureInfo.InvariantCulture))
            throw new PartitionElsewhereException("The partition has changed hands since the unit was activated.");
        return new(OnNextAsync(
        [
            .. run.Records.Select(stored => new SequentialItem<UnitRecord>(
                stored.Record, new EventSequenceTokenV2(stored.Sequence))),
        ]));
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The rest of a batch in which records call for others elsewhere: those must be durable first.</summary>
    private async Task AppendAndApplyAsync(IList<SequentialItem<UnitRecord>> items, int index)
    {
        while (index < items.Count)
        {
            var end = index;
            var appends = new List<UnitAppend>();
            while (end < items.Count && AppendFor(items[end]) is { } append)
            {
                appends.Add(append);
                end++;
                // Only events leave the state as it is, so that the next one can be asked before this one is applied.
                if (append.Record is not UnitRecord.Viewing) break;
            }

            if (appends.Count > 0) await ingestion.AppendAsync(appends, CancellationToken.None);
            for (end = Math.Max(end, index + 1); index < end; index++) Apply(items[index]);
        }
    }

    private UnitAppend? AppendFor(SequentialItem<UnitRecord> item) =>
        UnitFold.Includes(state.State, item.Token.SequenceNumber)
            ? null
            : UnitFold.AppendFor(_unit, state.State, item.Item);

    private void Apply(SequentialItem<UnitRecord> item)
    {
        if (UnitFold.Includes(state.State, item.Token.SequenceNumber)) return;
        try
        {
            var revision = item.Item is UnitRecord.Viewing viewing ? viewing.Event.ContentRevision : 0;
            UnitFold.Apply(state.State, item.Token.SequenceNumber, item.Item, catalogue.TraitsOf(revision));
        }
        catch
        {
            // Memory may be half changed: it is dropped unwritten, and the pump delivers again what that loses.
            _isBroken = true;
            checkpoints.MarkDropped(this.GetPrimaryKeyString());
            DeactivateOnIdle();
            throw;
        }

        if (_isDirty) return;
        _isDirty = true;
        checkpoints.MarkDirty(this.GetPrimaryKeyString());
    }

    private ContentItem? ContentOf(string contentId) =>
        catalogue.TryGet(contentId, out var content) ? content : null;

    private ProfileView View()
    {
        var profile = ProfileFold.Finish(state.State.Profile);
        var plan = segments.Current;
        if (plan.IsEmpty) return profile;

        if (_segments is not { } match || !match.IsOf(plan, profile))
            _segments = match = SegmentMatch.Of(plan, _unit, profile);
        return profile with { Segments = match.Keys };
    }

    /// <summary>What is remembered of the viewer, brought to the profile.</summary>
    private ViewerMemory Take(ServingMoment moment)
    {
        var memory = serving.Viewers.Take(_viewer ??= new ViewerHold(), moment.Model);
        memory.Follow(state.State.Profile, moment.Contents);
        return memory;
    }

    /// <summary>The viewer as the version in the shadow sees them, for the few slates that it scores too.</summary>
    private Viewer? ShadowOf(ServingMoment moment, string slateId)
    {
        if (moment.Shadow is not { } shadow || !serving.IsSampledForShadow(slateId)) return null;
        var viewer = new Viewer(shadow.Model);
        viewer.Follow(state.State.Profile);
        return viewer;
    }

    private async Task WriteAsync()
    {
        await state.WriteStateAsync();
        _isDirty = false;
    }

    private async ValueTask<string> AppendAsync(UnitAppend? append)
    {
        if (_unit.Kind != UnitKind.Device)
            throw new InvalidOperationException($"Only a device can be linked or unlinked, and '{_unit}' is none.");
        if (append is not { } record) return ReadToken.Empty.ToString();

        var result = await ingestion.AppendAsync([record], CancellationToken.None);
        return result.Token.ToString();
    }
}
