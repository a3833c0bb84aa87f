using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>
/// The tables of a cluster in a schema of a PostgreSQL database: the logs of the partitions, the states of their units,
/// and who folds which. docs/cluster.md describes them.
/// </summary>
/// <remarks>One per host; its connections are shared. Every table is reached by its full name.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>The schema of all tables.</summary>
    public const string Schema = "profiles_cluster";

    /// <summary>The kind of the document that says how far a migration is: version 1 while it runs, then 2.</summary>
    internal const string MigrationKind = "migration";

    /// <summary>The most partitions.</summary>
    public const int MaxPartitions = 4096;

    /// <summary>The version of the tables that this build writes.</summary>
    public const int FormatVersion = 1;

    // Any number that no other program's advisory locks use.
    private const long MigrationLock = 0x50_52_4F_46_43_4C;

    private readonly NpgsqlDataSource _source;

    private PostgresCluster(NpgsqlDataSource source, int partitions, Guid id)
    {
        _source = source;
        Partitions = partitions;
        Id = id;
    }

    /// <summary>How many partitions there are; chosen when the tables were made, and never changed.</summary>
    public int Partitions { get; }

    /// <summary>What the tables were given when they were made: no other cluster has it.</summary>
    public Guid Id { get; }

    internal NpgsqlDataSource Source => _source;

    /// <summary>Opens the tables, making them where there are none.</summary>
    /// <param name="connectionString">
    /// How Npgsql reaches the database; its user owns the schema, or may create it.
    /// </param>
    /// <param name="partitions">How many partitions new tables get; 1 to 4,096.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release made the tables.</exception>
    public static async Task<PostgresCluster> OpenAsync(
        string connectionString, int partitions, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitions, MaxPartitions);
        return await FilledAsync(OpenToFillAsync(connectionString, partitions, cancellationToken));
    }

    /// <summary>Opens the tables also where a migration has not finished.</summary>
    public static Task<PostgresCluster> OpenToFillAsync(
        string connectionString, int partitions, CancellationToken cancellationToken) =>
        OpenAsync(connectionString, source => OpenAsync(source, partitions, cancellationToken));

    /// <summary>Opens the tables of a cluster that there is.</summary>
    /// <exception cref="StorageUnavailableException">There is none, or the database cannot be reached.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release made the tables.</exception>
    public static Task<PostgresCluster> OpenExistingAsync(
        string connectionString, CancellationToken cancellationToken) =>
        FilledAsync(OpenAsync(connectionString, async source =>
        {
            await using var look = source.CreateCommand($"select to_regclass('{Schema}.cluster') is not null");
            return await look.ExecuteScalarAsync(cancellationToken) is true
                ? await OpenAsync(source, partitions: 1, cancellationToken)
                : throw new StorageUnavailableException(
                    $"The database has no schema {Schema}: no silo was ever started on it.");
        }));

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <exception cref="StorageUnavailableException">A migration has not finished.</exception>
    private static async Task<PostgresCluster> FilledAsync(Task<PostgresCluster> opening)
    {
        var cluster = await opening;
        try
        {
            if (SharedDocuments.Read(cluster, MigrationKind) is not { Version: 1 }) return cluster;
            throw new StorageUnavailableException(
                "A migration into this database has not finished: wait for it, or run it again.");
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static async Task<PostgresCluster> OpenAsync(
        string connectionString, Func<NpgsqlDataSource, Task<PostgresCluster>> open)
    {
        var source = new NpgsqlSlimDataSourceBuilder(connectionString).EnableArrays().Build();
        try
        {
            return await PostgresFaults.Named(() => open(source));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    private static async Task<PostgresCluster> OpenAsync(
        NpgsqlDataSource source, int partitions, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Hosts that start together make the tables once.
        await using (var migrate = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction)
        {
            Parameters = { new() { Value = MigrationLock } },
        })
        {
            await migrate.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var create = new NpgsqlCommand(AllTables, connection, transaction))
            await create.ExecuteNonQueryAsync(cancellationToken);
        await using (var fill = new NpgsqlBatch(connection, transaction))
        {
            fill.BatchCommands.Add(new NpgsqlBatchCommand(
                $"insert into {Schema}.cluster (format_version, partitions, id) select $1, $2, $3 "
                + $"where not exists (select 1 from {Schema}.cluster)")
            {
                Parameters =
                {
                    new() { Value = FormatVersion }, new() { Value = partitions }, new() { Value = Guid.NewGuid() },
                },
            });
            fill.BatchCommands.Add(new NpgsqlBatchCommand(
                $"insert into {Schema}.partitions (partition) select generate_series(0, c.partitions - 1) "
                + $"from {Schema}.cluster c on conflict do nothing"));
            await fill.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var read = new NpgsqlCommand(
            $"select format_version, partitions, id from {Schema}.cluster", connection, transaction);
        int version, count;
        Guid id;
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (version, count, id) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetGuid(2));
        }

        await transaction.CommitAsync(cancellationToken);
        if (version > FormatVersion)
            throw new UnsupportedFormatException($"schema {Schema}", (uint)version, FormatVersion);
        return new PostgresCluster(source, count, id);
    }

    private const string AllTables = Tables + SharedDocuments.Tables + PostgresContentStore.Tables
        + PostgresExperimentStore.Tables + PostgresDeadLetterStore.Tables + PostgresModelStore.Tables
        + PostgresHubPlaces.Tables;

    private const string Tables =
        $"""
        create schema if not exists {Schema};
        create table if not exists {Schema}.cluster (
            format_version int not null, partitions int not null, id uuid not null);
        create table if not exists {Schema}.partitions (
            partition int primary key,
            next_sequence bigint not null default 1,
            last_ingested_ms bigint not null default 0,
            committed_position bigint not null default 0,
            epoch bigint not null default 0,
            owner text,
            leased_until timestamptz) with (fillfactor = 50);
        create table if not exists {Schema}.event_log (
            partition int not null,
            sequence bigint not null,
            ingested_ms bigint not null,
            dedupe_key bytea,
            payload bytea not null,
            primary key (partition, sequence));
        create unique index if not exists event_log_dedupe on {Schema}.event_log (partition, dedupe_key)
            where dedupe_key is not null;
        create table if not exists {Schema}.unit_states (
            partition int not null,
            key text collate "C" not null,
            state bytea not null,
            primary key (partition, key));

        """
        + PostgresMembership.Tables;
}
