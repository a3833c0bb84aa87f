using System.Globalization;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.Slates;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>
/// Folds the log again up to a moment, works out the signals of the slates that were served up to it, and compares them
/// with those that were logged when they were served. Equal bits say that what a model is trained on is what it is
/// served with.
/// </summary>
public sealed class SlateRebuild
{
    private const int MaxSlatesAtOnce = 20_000;
    private const string LogGone = "the oldest records are gone by retention";
    private const string LogShort = "the log ends before the records that it was made from";

    private readonly PartitionSet _partitions;
    private readonly IContentCatalogue _catalogue;
    private readonly IDeadLetters _deadLetters;
    private readonly SlateWorldFactory _worlds;
    private readonly string _slatesFolder;

    internal SlateRebuild(
        PartitionSet partitions, IContentCatalogue catalogue, IDeadLetters deadLetters, SlateWorldFactory worlds,
        DataFolder folder)
    {
        _partitions = partitions;
        _catalogue = catalogue;
        _deadLetters = deadLetters;
        _worlds = worlds;
        _slatesFolder = folder.SlatesFolder;
    }

    /// <summary>Rebuilds and compares.</summary>
    /// <param name="atUnixMs">The moment: what the log had taken, and what was served, at it or before.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed.</param>
    public async Task<SlateRebuildReport> RunAsync(long atUnixMs, CancellationToken cancellationToken)
    {
        var history = await ProfileHistory.OpenAsync(_partitions, _catalogue, _deadLetters, cancellationToken);
        var report = new SlateRebuildReport();
        foreach (var partition in _partitions)
            await CountAsync(history, partition, atUnixMs, report, cancellationToken);
        foreach (var chunk in Logged(atUnixMs, report).Chunk(MaxSlatesAtOnce))
            await CompareAsync(history, chunk, report, cancellationToken);
        return report;
    }

    private static async Task CountAsync(
        ProfileHistory history, Partition partition, long atUnixMs, SlateRebuildReport report,
        CancellationToken cancellationToken)
    {
        var states = new Dictionary<UnitKey, UnitState>();
        report.Undecodable += await LogReplay.RunAsync(
            partition,
            (sequence, ingestedUnixMs, unit, record) =>
            {
                if (ingestedUnixMs > atUnixMs) return false;
                report.Records++;
                history.Apply(partition, states, sequence, unit, record);
                return true;
            },
            cancellationToken);
        var known = states.Where(item => item.Value.Profile.Version > 0).Select(item => item.Key.Kind).ToList();
        report.Users += known.Count(kind => kind == UnitKind.User);
        report.Devices += known.Count(kind => kind == UnitKind.Device);
    }

    private IEnumerable<LoggedSlate> Logged(long atUnixMs, SlateRebuildReport report)
    {
        foreach (var payload in SlateLog.Read(_slatesFolder))
        {
            LoggedSlate? slate = null;
            try
            {
                slate = SlateRecordCodec.Read(payload.Span);
            }
            catch (InvalidDataException)
            {
                report.Slates++;
                report.CountUnverifiable("this build cannot read what was logged");
            }

            if (slate is null || slate.ServedAtMs > atUnixMs) continue;
            report.Slates++;
            yield return slate;
        }
    }

    private async Task CompareAsync(
        ProfileHistory history, LoggedSlate[] slates, SlateRebuildReport report, CancellationToken cancellationToken)
    {
        var profiles = await history.FindAsync(slates, cancellationToken);
        using var world = _worlds.Create(history.PutAside);

        // Slates of one snapshot of the trends together, the older first: the world only moves on.
        foreach (var slate in slates
            .OrderBy(slate => slate.TrendAtMs).ThenBy(slate => slate.TrendPositions.Sum())
            .ThenBy(slate => slate.CatalogueRevision))
        {
            if (!history.IsWhole)
            {
                report.CountUnverifiable(LogGone);
                continue;
            }

            if (!profiles.TryGetValue((slate.Unit, slate.LastSequence), out var bytes))
            {
                if (slate.LastSequence >= _partitions.Logs[_partitions.NumberOf(slate.Unit)].LastSequence + 1)
                    report.CountUnverifiable(LogShort);
                else
                    report.Differ(slate.SlateId, $"no profile of {slate.Unit} ends with record {slate.LastSequence}");
                continue;
            }

            var profile = bytes.Length == 0 ? new Profile() : UnitStateBytes.Read(bytes).Profile;
            if (await world.MoveToAsync(slate, cancellationToken) is { } reason) report.CountUnverifiable(reason);
            else Compare(slate, profile, world.Moment, report);
        }
    }

    private static void Compare(
        LoggedSlate slate, Profile profile, RankingMoment moment, SlateRebuildReport report)
    {
        if (profile.Version != slate.ProfileVersion)
        {
            report.Differ(
                slate.SlateId, $"the profile has version {profile.Version}, the logged one {slate.ProfileVersion}");
            return;
        }

        var numbers = new List<int>();
        var items = new List<LoggedItem>();
        foreach (var item in slate.Items)
        {
            if (!moment.Contents.TryGet(item.ContentId, out var entry))
            {
                report.Differ(slate.SlateId, $"the catalogue of the time has no content '{item.ContentId}'");
                continue;
            }

            numbers.Add(entry.Number);
            items.Add(item);
        }

        var viewer = new Viewer(moment.Model);
        viewer.Follow(profile);
        var signals = new SignalTable();
        var context = new ViewingContext(slate.ServedAtMs, slate.Device, slate.Territory);
        Scorer.Signals(viewer, moment, context, [.. numbers], signals);
        var row = new float[RankingSignals.RowLength];
        for (var i = 0; i < items.Count; i++)
        {
            signals.CopyRow(i, row);
            CompareRow(slate, items[i], row, report);
        }
    }

    private static void CompareRow(LoggedSlate slate, LoggedItem item, float[] row, SlateRebuildReport report)
    {
        report.Values += slate.SignalCount + slate.ContextCount;
        var logged = item.Row.Span;
        for (var i = 0; i < row.Length; i++)
        {
            // What the build that served it did not know yet was not logged.
            if (i < RankingSignals.Count ? i >= slate.SignalCount : i - RankingSignals.Count >= slate.ContextCount)
                continue;
            if (BitConverter.SingleToInt32Bits(logged[i]) == BitConverter.SingleToInt32Bits(row[i])) continue;
            var name = i < RankingSignals.Count
                ? ((RankingSignal)i).Name() : ((ContextFeature)(i - RankingSignals.Count)).Name();
            report.Differ(slate.SlateId, string.Create(
                CultureInfo.InvariantCulture,
                $"{name} of '{item.ContentId}' is {row[i]:R}, the logged one {logged[i]:R}"));
        }
    }
}
