using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Models;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Core.Trends;
using Profiles.Storage.Catalogue;
using Profiles.Storage.Models;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>
/// All that a slate was made with but for the viewer, as it was: model, catalogue and trends. Moves on from slate to
/// slate; where one needs an older catalogue or older trends than the one before it, those begin anew.
/// </summary>
internal sealed class SlateWorld(
    PartitionSet partitions, IContentStore contents, ModelStore models,
    HashSet<(int Partition, long Sequence)> putAside) : IDisposable
{
    private readonly ContentNumbers _numbers = new();
    private readonly ContentParser _parser = new(EventLimits.Default);
    private readonly Dictionary<string, (RankingModel? Model, string? Refusal)> _models = [];
    private readonly Dictionary<string, RankingMoment> _moments = [];
    private ContentIndex? _index;
    private LogCursor[] _cursors = [];
    private TrendCounters[] _counters = [];
    private TrendSnapshot? _trend;

    /// <summary>What contents are ranked with.</summary>
    public RankingMoment Moment { get; private set; } = null!;

    /// <summary>Becomes what a slate was made with; why it cannot, or null.</summary>
    public async ValueTask<string?> MoveToAsync(LoggedSlate slate, CancellationToken cancellationToken)
    {
        var (model, refusal) = ModelOf(slate.ModelVersion);
        if (model is null) return refusal;
        if (slate.CatalogueRevision == ServedSlate.BetweenRevisions) return "the catalogue changed while it was made";
        if (slate.CatalogueRevision > contents.LatestRevision) return "the catalogue lacks its revision";
        if (!await MoveTrendsAsync(slate, cancellationToken))
            return "the log ends before the records that it was made from";

        MoveCatalogue(slate.CatalogueRevision);
        var trend = _trend!;
        if (_moments.TryGetValue(model.Version, out var known))
            Moment = ReferenceEquals(known.Trend, trend) ? known : known.With(trend);
        else
            Moment = new RankingMoment(model, _index!, trend);
        _moments[model.Version] = Moment;
        return null;
    }

    /// <summary>A version of the model, and why there is none.</summary>
    public (RankingModel? Model, string? Refusal) ModelOf(string version)
    {
        if (_models.TryGetValue(version, out var known)) return known;
        try
        {
            known = (
                version == RankingModel.Untrained.Version ? RankingModel.Untrained : models.Open(version), null);
        }
        catch (ModelRefusedException)
        {
            known = (null, $"the model {version} is gone or refused");
        }

        return _models[version] = known;
    }

    public void Dispose()
    {
        foreach (var cursor in _cursors) cursor.Dispose();
    }

    private static bool IsAt(TrendSnapshot? trend, LoggedSlate slate) =>
        trend is not null && trend.AtUnixMs == slate.TrendAtMs
        && trend.Positions.SequenceEqual(slate.TrendPositions.ToArray());

    private async ValueTask<bool> MoveTrendsAsync(LoggedSlate slate, CancellationToken cancellationToken)
    {
        if (IsAt(_trend, slate)) return true;
        if (slate.TrendPositions.Count == 0)
        {
            // Before the first snapshot of a process.
            _trend = TrendSnapshot.Merge(_numbers, [], slate.TrendAtMs);
            return true;
        }

        if (slate.TrendPositions.Count != partitions.Count) return false;
        if (_cursors.Length == 0 || _cursors.Zip(slate.TrendPositions).Any(pair => pair.First.Position > pair.Second))
            Restart();
        for (var i = 0; i < _cursors.Length; i++)
        {
            var (number, counters) = (i, _counters[i]);
            var isThere = await _cursors[i].AdvanceAsync(
                slate.TrendPositions[i],
                (sequence, unit, record) =>
                {
                    if (!putAside.Contains((number, sequence))) counters.Apply(sequence, unit, record);
                },
                cancellationToken);
            if (!isThere) return false;
        }

        _trend = TrendSnapshot.Merge(_numbers, _counters, slate.TrendAtMs);
        return true;
    }

    private void Restart()
    {
        foreach (var cursor in _cursors) cursor.Dispose();
        _cursors = [.. partitions.Select(partition => new LogCursor(partition))];
        _counters = [.. partitions.Select(_ => new TrendCounters(_numbers))];
    }

    private void MoveCatalogue(int revision)
    {
        if (_index is null || _index.Revision > revision)
        {
            _index = new ContentIndex(_numbers);
            _moments.Clear();
            foreach (var row in contents.LoadAsOf(revision)) Upsert(row);
            return;
        }

        foreach (var row in contents.LoadBodies(_index.Revision + 1, revision)) Upsert(row);
    }

    private void Upsert(in ContentRevision row)
    {
        if (!_parser.TryParse(row.Body.Span, 0, out var content, out var rejection))
        {
            throw new InvalidDataException(
                $"Revision {row.Revision} of the catalogue cannot be read: {rejection.Reason}");
        }

        _index!.Upsert(content, checked((int)row.Revision));
    }
}
