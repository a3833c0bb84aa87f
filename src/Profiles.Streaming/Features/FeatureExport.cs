using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Features;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Units;
using Profiles.Storage.Catalogue;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Rebuilding;

namespace Profiles.Streaming.Features;

/// <summary>
/// Features as they were served, or would have been, just before given events: the log is folded again by the fold that
/// serves, and the values are taken where each event comes. Nothing after an event can get into its features.
/// </summary>
/// <remarks>
/// An event that the log holds is taken at its place there, with its content at the revision that it was stamped with.
/// One that the log does not hold is taken after all events of its unit that occurred strictly before it, in the order
/// of the log, with its content as it is now. Profiles that were merged count where all of them lies before.
/// </remarks>
public sealed class FeatureExport
{
    /// <summary>The most events of one export.</summary>
    public const int MaxEvents = 1_000_000;

    private const int MaxStatesAtOnce = 20_000;
    private const int MaxContentsKept = 100_000;

    private readonly PartitionSet _partitions;
    private readonly IContentCatalogue _catalogue;
    private readonly IContentStore _contents;
    private readonly ContentParser _parser = new(EventLimits.Default);
    private readonly Dictionary<int, ContentItem?> _revisions = [];

    internal FeatureExport(PartitionSet partitions, IContentCatalogue catalogue, IContentStore contents)
    {
        _partitions = partitions;
        _catalogue = catalogue;
        _contents = contents;
    }

    /// <summary>Works out the features of events of a tenant.</summary>
    /// <param name="view">The view.</param>
    /// <param name="model">The version of the model, where the view asks for one.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="events">The events, at most <see cref="MaxEvents"/>, in any order.</param>
    /// <param name="take">Given each row once with the index of its event; the events of the log come first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<FeatureExportReport> RunAsync(
        FeatureView view, RankingModel model, string tenant, IReadOnlyList<ViewingEvent> events,
        Action<int, FeatureExportRow> take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, MaxEvents);
        var report = new FeatureExportReport
        {
            IncompletePartitions = _partitions.Count(partition => partition.Log.FirstSequence > 1),
        };
        var rows = new Rows(view, model, take);
        var left = await FromLogAsync(tenant, events, rows, report, cancellationToken);
        foreach (var chunk in left.Chunk(MaxStatesAtOnce))
            await ByTimeAsync(tenant, events, chunk, rows, report, cancellationToken);
        return report;
    }

    /// <summary>Takes the rows of the events that the log holds, and answers the others.</summary>
    private async Task<IEnumerable<int>> FromLogAsync(
        string tenant, IReadOnlyList<ViewingEvent> events, Rows rows, FeatureExportReport report,
        CancellationToken cancellationToken)
    {
        var wanted = Enumerable.Range(0, events.Count)
            .GroupBy(index => (events[index].Unit(tenant), events[index].Id))
            .ToDictionary(group => group.Key, group => group.ToArray());

        // An event of a linked device is folded into the profile of a user whom the events do not name.
        var units = wanted.Keys.Any(key => key.Item1.Kind == UnitKind.Device)
            ? null
            : wanted.Keys.Select(key => key.Item1).ToHashSet();
        foreach (var partition in _partitions)
        {
            var states = new Dictionary<UnitKey, UnitState>();
            report.Undecodable += await LogReplay.RunAsync(
                partition,
                (sequence, _, unit, record) =>
                {
                    if (units is not null && !units.Contains(unit)) return true;
                    var state = StateOf(states, unit);
                    if (record is UnitRecord.Viewing { Event: var viewing } && state.LinkedUserId is null
                        && wanted.Remove((viewing.Unit(unit.Tenant), viewing.Id), out var indexes))
                    {
                        var content = rows.AreOfPairs ? AsOf(viewing.ContentRevision) : null;
                        rows.Take(indexes, state.Profile, viewing, content, isFromLog: true);
                        report.FromLog += indexes.Length;
                    }

                    UnitFold.Apply(state, sequence, record, TraitsOf(record));
                    return true;
                },
                cancellationToken);
        }

        return wanted.Values.SelectMany(indexes => indexes).Order();
    }

    private async Task ByTimeAsync(
        string tenant, IReadOnlyList<ViewingEvent> events, int[] indexes, Rows rows, FeatureExportReport report,
        CancellationToken cancellationToken)
    {
        var waiting = indexes
            .Select(index => (Index: index, Event: events[index], State: new UnitState()))
            .ToLookup(item => item.Event.Unit(tenant));
        foreach (var partition in _partitions)
        {
            await LogReplay.RunAsync(
                partition,
                (sequence, _, unit, record) =>
                {
                    if (!waiting.Contains(unit) || NewestIn(record) is not { } newest) return true;
                    foreach (var (_, viewing, state) in waiting[unit])
                    {
                        if (newest < viewing.OccurredAtUnixMs)
                            UnitFold.Apply(state, sequence, record, TraitsOf(record));
                    }

                    return true;
                },
                cancellationToken);
        }

        foreach (var (index, viewing, state) in waiting.SelectMany(group => group))
        {
            var content = rows.AreOfPairs && viewing.ContentId is { } id && _catalogue.TryGet(id, out var known)
                ? known : null;
            rows.Take([index], state.Profile, viewing, content, isFromLog: false);
            report.ByTime++;
        }
    }

    /// <summary>The time of the newest event that a record brings; null where it brings none.</summary>
    private static long? NewestIn(UnitRecord record) => record switch
    {
        UnitRecord.Viewing viewing => viewing.Event.OccurredAtUnixMs,
        UnitRecord.ProfileMerged merged => ProfileCodec.Read(merged.Snapshot).LastEventAt?.ToUnixTimeMilliseconds(),
        UnitRecord.DeviceLinked or UnitRecord.DeviceUnlinked or UnitRecord.Exposed => null,
        _ => throw new ArgumentOutOfRangeException(nameof(record), record, "Not a record of this build."),
    };

    private static UnitState StateOf(Dictionary<UnitKey, UnitState> states, UnitKey unit)
    {
        if (states.TryGetValue(unit, out var state)) return state;
        state = new UnitState();
        states.Add(unit, state);
        return state;
    }

    private ContentTraits? TraitsOf(UnitRecord record) =>
        record is UnitRecord.Viewing viewing ? _catalogue.TraitsOf(viewing.Event.ContentRevision) : null;

    /// <summary>The content of a revision, which says what it was when the event entered the log.</summary>
    private ContentItem? AsOf(int revision)
    {
        if (revision == 0) return null;
        if (_revisions.TryGetValue(revision, out var content)) return content;
        if (_contents.Read(revision) is { } row && !_parser.TryParse(row.Body.Span, 0, out content, out var rejection))
            throw new InvalidDataException($"Revision {revision} of the catalogue cannot be read: {rejection.Reason}");
        if (_revisions.Count >= MaxContentsKept) _revisions.Clear();
        _revisions.Add(revision, content);
        return content;
    }

    private sealed class Rows(FeatureView view, RankingModel model, Action<int, FeatureExportRow> take)
    {
        public bool AreOfPairs => view.IsOfPairs;

        public void Take(
            int[] indexes, Profile profile, ViewingEvent viewing, ContentItem? content, bool isFromLog)
        {
            var moment = new FeatureMoment(profile, viewing.OccurredAtUnixMs)
            {
                Model = model,
                ContentId = view.IsOfPairs ? viewing.ContentId : null,
                Content = content,
            };
            var row = new FeatureExportRow(profile.Version > 0, isFromLog, view.Compute(moment));
            foreach (var index in indexes) take(index, row);
        }
    }
}
