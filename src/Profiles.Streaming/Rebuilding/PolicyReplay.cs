using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Models;
using Profiles.Core.Slates;
using Profiles.Core.Trends;
using Profiles.Core.Units;
using Profiles.Storage;
using Profiles.Storage.Slates;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>
/// Makes slates of the slate log again, first as they were made and then as another policy would make them, and says
/// of each content that was shown how probable either made it and what came of it. A slate that does not come out as
/// it was logged, content by content, is left out: what the log does not say of its request would be guessed.
/// </summary>
public sealed class PolicyReplay
{
    // As exploration expects of a content of which nothing is known: one click in twenty impressions.
    private const double PriorClicks = 1;
    private const double PriorImpressions = 20;

    private readonly PartitionSet _partitions;
    private readonly IContentCatalogue _catalogue;
    private readonly IDeadLetters _deadLetters;
    private readonly SlateWorldFactory _worlds;
    private readonly SlateOptions _options;
    private readonly string _slatesFolder;

    internal PolicyReplay(
        PartitionSet partitions, IContentCatalogue catalogue, IDeadLetters deadLetters, SlateWorldFactory worlds,
        SlateOptions options, DataFolder folder)
    {
        _partitions = partitions;
        _catalogue = catalogue;
        _deadLetters = deadLetters;
        _worlds = worlds;
        _options = options;
        _slatesFolder = folder.SlatesFolder;
    }

    /// <summary>Replays.</summary>
    /// <param name="policy">The evaluated policy.</param>
    /// <param name="maxSlates">The most slates, the latest ones.</param>
    /// <param name="cancellationToken">Stops it; nothing was changed.</param>
    /// <exception cref="ModelRefusedException">The policy's version is gone or refused.</exception>
    public async Task<PolicyReplayReport> RunAsync(
        EvaluatedPolicy policy, int maxSlates, CancellationToken cancellationToken)
    {
        var report = new PolicyReplayReport();
        var slates = Latest(maxSlates);
        report.Slates = slates.Count;
        var history = await ProfileHistory.OpenAsync(_partitions, _catalogue, _deadLetters, cancellationToken);
        var profiles = await history.FindAsync(slates, cancellationToken);
        var chosen = await ChosenAsync(slates, cancellationToken);
        using var world = _worlds.Create(history.PutAside);
        RankingModel? target = null;
        if (policy.ModelVersion is { } version)
        {
            (target, var refusal) = world.ModelOf(version);
            if (target is null)
                throw new ModelRefusedException(ModelRefusedException.MissingFile, refusal!);
        }

        var run = new PolicyRun(policy, target, _options, report);

        // Slates of one snapshot of the trends together, the older first: the world only moves on.
        foreach (var slate in slates
            .OrderBy(slate => slate.TrendAtMs).ThenBy(slate => slate.TrendPositions.Sum())
            .ThenBy(slate => slate.CatalogueRevision))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!history.IsWhole) report.LeaveOut("the oldest records are gone by retention");
            else if (!profiles.TryGetValue((slate.Unit, slate.LastSequence), out var bytes))
                report.LeaveOut("the log has no profile that it could be made from");
            else if (await world.MoveToAsync(slate, cancellationToken) is { } reason) report.LeaveOut(reason);
            else
            {
                var profile = bytes.Length == 0 ? new Profile() : UnitStateBytes.Read(bytes).Profile;
                run.Take(slate, profile, world.Moment, chosen[slate.SlateId]);
            }
        }

        return report;
    }

    /// <summary>How often a content is chosen when it is shown.</summary>
    internal static double Expected(TrendSnapshot trend, int number)
    {
        double clicks = trend.Clicks(number), impressions = trend.Impressions(number);
        return (clicks + PriorClicks) / (Math.Max(clicks, impressions) + PriorImpressions);
    }

    private List<LoggedSlate> Latest(int maxSlates)
    {
        var latest = new Queue<LoggedSlate>();
        foreach (var payload in SlateLog.Read(_slatesFolder))
        {
            LoggedSlate slate;
            try
            {
                slate = SlateRecordCodec.Read(payload.Span);
            }
            catch (InvalidDataException)
            {
                continue;
            }

            // The other surfaces leave nothing to chance, and this one neither where nothing is known of the viewer.
            if (slate.Surface != SlateSurface.Home || slate.Items.Count == 0) continue;
            latest.Enqueue(slate);
            if (latest.Count > maxSlates) latest.Dequeue();
        }

        return [.. latest];
    }

    /// <summary>What was played from each slate.</summary>
    private async Task<Dictionary<string, HashSet<string>>> ChosenAsync(
        List<LoggedSlate> slates, CancellationToken cancellationToken)
    {
        var chosen = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var slate in slates) chosen.TryAdd(slate.SlateId, new HashSet<string>(StringComparer.Ordinal));
        foreach (var partition in _partitions)
        {
            await LogReplay.RunAsync(
                partition,
                (_, _, _, record) =>
                {
                    if (record is UnitRecord.Viewing { Event: { ContentId: not null } viewing }
                        && TrendWeights.IsClick(viewing) && chosen.TryGetValue(viewing.SlateId!, out var contents))
                        contents.Add(viewing.ContentId);
                    return true;
                },
                cancellationToken);
        }

        return chosen;
    }
}
