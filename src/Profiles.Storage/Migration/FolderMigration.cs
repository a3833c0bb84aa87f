using System.Text;
using System.Text.Json;
using Npgsql;
using Profiles.Core.Experiments.Definitions;
using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;
using Profiles.Storage.Experiments;
using Profiles.Storage.Models;
using Profiles.Storage.Operations;
using Profiles.Storage.Postgres;
using Profiles.Storage.Segments;

namespace Profiles.Storage.Migration;

/// <summary>
/// Moves a data folder into the empty database of a cluster: log, catalogue, experiments with their audit log,
/// segments, dead letters and models. States of units and tables for analysts are not moved: the silos make them from
/// the log, by the same fold. The folder is only read.
/// </summary>
/// <remarks>
/// While it runs, and where it did not finish, no silo starts on the database; it is simply run again, from the
/// beginning.
/// </remarks>
public sealed class FolderMigration(DataFolder folder, PostgresCluster cluster)
{
    private const string Schema = PostgresCluster.Schema;
    private const int PageRows = 1_000;

    /// <summary>Moves everything, and reads the log again to compare it.</summary>
    /// <exception cref="InvalidOperationException">The cluster holds something, or a silo uses it.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    /// <exception cref="StorageCorruptException">The folder is damaged, or something reads otherwise.</exception>
    public async Task<FolderMigrationReport> RunAsync(
        IProgress<double> progress, CancellationToken cancellationToken) => await PostgresFaults.Named(async () =>
    {
        await BeginAsync(cancellationToken);
        var revisions = CopyContent(cancellationToken);
        var experiments = CopyExperiments();
        CopySegments();
        var models = CopyModels();
        using var log = new LogMigration(cluster);
        var letters = ReadDeadLetters();
        await log.CopyAsync(
            OpenLogs(), letters.Select(letter => (letter.Partition, letter.Sequence)).ToHashSet(), progress,
            cancellationToken);
        CopyDeadLetters(letters, log);
        var records = await log.VerifyAsync(cancellationToken);
        Verify(revisions, new PostgresContentStore(cluster).LoadTraits().LongCount(), "revisions of content");
        Mark(isDone: true);
        return new FolderMigrationReport(
            records, cluster.Partitions, revisions, experiments, letters.Count, models);
    });

    /// <summary>Refuses a database in use; takes away what a migration that did not finish has left.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
        await using (var look = connection.Command(
            $"""
            select exists (select 1 from {Schema}.partitions
                    where owner is not null and leased_until > clock_timestamp()),
                exists (select 1 from {Schema}.partitions where next_sequence > 1)
                    or exists (select 1 from {Schema}.revisions)
                    or exists (select 1 from {Schema}.documents where kind <> '{PostgresCluster.MigrationKind}'),
                exists (select 1 from {Schema}.documents
                    where kind = '{PostgresCluster.MigrationKind}' and version = 1)
            """))
        await using (var rows = await look.ExecuteReaderAsync(cancellationToken))
        {
            await rows.ReadAsync(cancellationToken);
            if (rows.GetBoolean(0))
                throw new InvalidOperationException("A silo uses the cluster: stop all of them first.");
            if (rows.GetBoolean(1) && !rows.GetBoolean(2))
                throw new InvalidOperationException("The cluster holds data already; only an empty one can be filled.");
        }

        Mark(isDone: false);
        connection.Execute(
            $"""
            truncate {Schema}.event_log, {Schema}.unit_states, {Schema}.contents, {Schema}.revisions,
                {Schema}.experiment_audit, {Schema}.dead_letters, {Schema}.models, {Schema}.model_parts;
            delete from {Schema}.documents where kind <> '{PostgresCluster.MigrationKind}';
            update {Schema}.catalogue set latest_revision = 0;
            update {Schema}.partitions set next_sequence = 1, last_ingested_ms = 0, committed_position = 0;
            """);
    }

    private void Mark(bool isDone)
    {
        using var connection = cluster.Source.OpenConnection();
        SharedDocuments.Put(
            connection, PostgresCluster.MigrationKind, isDone ? 2 : 1, Encoding.UTF8.GetBytes(folder.Path));
    }

    private long CopyContent(CancellationToken cancellationToken)
    {
        using var store = SqliteContentStore.Open(folder.CatalogueFile);
        var count = 0L;
        foreach (var page in store.LoadBodies(1, long.MaxValue).Chunk(PageRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var connection = cluster.Source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            PostgresContentStore.Add(connection, page, page[^1].Revision);
            transaction.Commit();
            count += page.Length;
        }

        return count;
    }

    private long CopyExperiments()
    {
        using var store = SqliteExperimentStore.Open(folder.ExperimentsFile);
        if (store.Read() is not { } document) return 0;
        var changes = new List<ExperimentAudit>();
        while (store.ReadAudit(null, null, changes.Count == 0 ? null : changes[^1].Id, PageRows) is { Count: > 0 } page)
            changes.AddRange(page);
        changes.Reverse();

        using var connection = cluster.Source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        SharedDocuments.Put(connection, SharedChanges.Experiments, document.Version, document.Body);
        foreach (var change in changes) PostgresExperimentStore.Add(connection, change.Version, change);
        transaction.Commit();
        return changes.Count;
    }

    private void CopySegments()
    {
        if (new FileSegmentStore(folder.SegmentsFile).Read() is not { } bytes) return;
        using var document = JsonDocument.Parse(bytes);
        using var connection = cluster.Source.OpenConnection();
        SharedDocuments.Put(
            connection, SharedChanges.Segments, document.RootElement.GetProperty("version").GetInt64(), bytes);
    }

    private int CopyModels()
    {
        var from = new ModelFolder(ModelFolder.FolderOf(folder.Path));
        var to = new PostgresModelStore(cluster, from);
        var versions = from.List().Where(version => version.Manifest is not null).Reverse().ToList();
        foreach (var version in versions) to.Write(version.Manifest!, from.ReadFiles(version.Manifest!));
        to.Take(from.ReadStates());
        return versions.Count;
    }

    private List<DeadLetter> ReadDeadLetters()
    {
        using var store = SqliteDeadLetterStore.Open(folder.OperationsFile);
        var letters = new List<DeadLetter>();
        var filter = new DeadLetterFilter { IncludeReplayed = true, Limit = PageRows };
        while (store.List(filter) is { Count: > 0 } page)
        {
            letters.AddRange(page);
            filter = filter with { AfterId = page[^1].Id };
        }

        return letters;
    }

    /// <summary>Letters name the place that their record has now.</summary>
    private void CopyDeadLetters(List<DeadLetter> letters, LogMigration log)
    {
        using var connection = cluster.Source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        foreach (var letter in letters)
        {
            // One of no record keeps its number, below all that the log gives.
            var place = log.NewPlaceOf(letter.Partition, letter.Sequence)
                ?? (log.PartitionOf(letter.Payload.Span, Math.Max(0, letter.Partition)), -letter.Id);
            PostgresDeadLetterStore.Add(
                connection, letter with { Partition = place.Partition, Sequence = place.Sequence }, letter.ReplayedAt);
        }

        transaction.Commit();
    }

    private List<EventLogSnapshot> OpenLogs()
    {
        var logs = new List<EventLogSnapshot>();
        for (var partition = 0; partition < folder.Partitions; partition++)
        {
            var log = EventLogSnapshot.Open(folder.LogOf(partition), partition);
            if (log.FirstSequence > 1)
                throw new StorageCorruptException(
                    folder.LogOf(partition), 0,
                    $"retention has taken what came before record {log.FirstSequence}, without which profiles "
                    + "cannot be made again");
            logs.Add(log);
        }

        return logs;
    }

    private static void Verify(long expected, long found, string what)
    {
        if (expected != found)
            throw new StorageCorruptException($"schema {Schema}", 0, $"{found} {what} are there instead of {expected}");
    }
}
