using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;
using Profiles.Analytics.Rows;
using Profiles.Analytics.Schema;
using Profiles.Analytics.Stores;
using Profiles.Core.Units;

namespace Profiles.Analytics.Postgres;

/// <summary>
/// Rows in PostgreSQL: a run is copied in binary into tables of the session, and from there inserted where it is new,
/// in the transaction that moves the position.
/// </summary>
/// <remarks>
/// One connection writes at a time, of all hosts that follow a log: what a link moves may be another partition's.
/// Commits are not flushed one by one (<c>synchronous_commit = off</c>): a crash of the server may take back the newest
/// transactions, rows and position together, and the log fills them in again.
/// </remarks>
internal sealed class PostgresAnalyticsStore(NpgsqlDataSource source, AnalyticsOptions options) : IAnalyticsStore
{
    private const int DeletedRows = 20_000;
    private const int MaxOpenAttempts = 5;

    // Any number that no other program's advisory locks use.
    private const long WriteLock = 0x50_52_4F_46_41_4E;

    private static readonly string CopyExposures = CopyText("new_exposures", AnalyticsTables.ExposureColumns);
    private static readonly string CopyOutcomes = CopyText("new_outcomes", AnalyticsTables.OutcomeColumns);

    private readonly SemaphoreSlim _gate = new(1);
    private NpgsqlConnection? _connection;
    private bool _isMade;

    public async ValueTask OpenAsync(LogSource log, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isMade) return;
            for (var attempt = 1; !_isMade; attempt++)
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                try
                {
                    await PostgresTables.CreateAsync(connection, log, cancellationToken);
                    _isMade = true;
                }
                catch (PostgresException fault) when (attempt < MaxOpenAttempts && fault.SqlState is "XX000" or "40001")
                {
                    // Roles are shared by all databases of the server, and another one changed them at this moment.
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<long> ReadPositionAsync(int partition, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var find = PostgresTables.Command(
            connection, "select next_sequence from profiles_tables.log_positions where partition = $1", partition);
        return (long?)await find.ExecuteScalarAsync(cancellationToken) ?? 0;
    }

    public async ValueTask<RowCounts?> WriteAsync(LogEntries entries, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _connection ??= await ConnectAsync(cancellationToken);
            return await WriteAsync(_connection, entries, cancellationToken);
        }
        catch
        {
            if (_connection is not null) await _connection.DisposeAsync();
            _connection = null;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<RowCounts> DeleteBeforeAsync(
        long exposuresBeforeUnixMs, long outcomesBeforeUnixMs, CancellationToken cancellationToken) => new(
            await DeleteAsync("exposure_rows", exposuresBeforeUnixMs, cancellationToken),
            await DeleteAsync("outcome_rows", outcomesBeforeUnixMs, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var prepare = PostgresTables.Command(
            connection,
            """
            set synchronous_commit = off;
            create temp table new_exposures (like profiles_tables.exposure_rows) on commit delete rows;
            create temp table new_outcomes (like profiles_tables.outcome_rows) on commit delete rows;
            """);
        await prepare.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    private async Task<RowCounts?> WriteAsync(
        NpgsqlConnection connection, LogEntries entries, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, "select pg_advisory_xact_lock($1)", [WriteLock], cancellationToken);
        await RunAsync(
            connection, "insert into profiles_tables.log_positions values ($1, 0) on conflict do nothing",
            [entries.Partition], cancellationToken);
        var moved = await RunAsync(
            connection,
            "update profiles_tables.log_positions set next_sequence = $2 "
            + "where partition = $1 and next_sequence = $3",
            [entries.Partition, entries.NextSequence, entries.FirstSequence], cancellationToken);
        if (moved != 1) return null;

        var links = await FindLinksAsync(connection, entries.Devices, cancellationToken);
        var rows = RowBuilder.Build(entries, links, options);
        foreach (var link in rows.Links)
        {
            await RunAsync(
                connection,
                "insert into profiles_tables.link_rows values ($1, $2, $3, $4, $5, $6::bigint, $7::bigint) "
                + AnalyticsTables.OnLinkConflict(),
                [
                    KeyOf(link.Device), link.Generation, Clean(link.Device.Tenant), Clean(link.Device.Id),
                    Clean(link.UserId), link.LinkedAtUnixMs, link.UnlinkedAtUnixMs,
                ],
                cancellationToken);
        }

        foreach (var (device, user) in rows.Adoptions) await AdoptAsync(connection, device, user, cancellationToken);
        var exposures = await AddAsync(connection, rows.Exposures, cancellationToken);
        var outcomes = await AddAsync(connection, rows.Outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RowCounts(exposures, outcomes);
    }

    private static async Task<Dictionary<UnitKey, LinkState>> FindLinksAsync(
        NpgsqlConnection connection, IReadOnlyCollection<UnitKey> devices, CancellationToken cancellationToken)
    {
        var links = new Dictionary<UnitKey, LinkState>();
        if (devices.Count == 0) return links;
        var byKey = devices.ToDictionary(KeyOf);
        await using var find = PostgresTables.Command(
            connection,
            "select distinct on (device_key) device_key, user_id, generation, unlinked_at "
            + "from profiles_tables.link_rows where device_key = any($1) order by device_key, generation desc",
            byKey.Keys.ToArray());
        await using var found = await find.ExecuteReaderAsync(cancellationToken);
        while (await found.ReadAsync(cancellationToken))
        {
            var user = found.IsDBNull(3) ? found.GetString(1) : null;
            links.Add(byKey[found.GetInt64(0)], new LinkState(user, found.GetInt32(2)));
        }

        return links;
    }

    private static async Task AdoptAsync(
        NpgsqlConnection connection, UnitKey device, UnitKey user, CancellationToken cancellationToken)
    {
        foreach (var copy in (string[])[
            Adoptions.CopyExposures(SqlDialect.Postgres, "$p"), Adoptions.CopyOutcomes(SqlDialect.Postgres, "$p"),
        ])
        {
            var sql = copy.Replace("$p2", "$3::text", StringComparison.Ordinal)
                .Replace("$p1", "$2::bigint", StringComparison.Ordinal)
                .Replace("$p0", "$1::bigint", StringComparison.Ordinal);
            await RunAsync(connection, sql, [KeyOf(device), KeyOf(user), Clean(user.Id)], cancellationToken);
        }

        foreach (var table in (string[])["exposure_rows", "outcome_rows"])
        {
            await RunAsync(
                connection, $"delete from profiles_tables.{table} where owner_key = $1", [KeyOf(device)],
                cancellationToken);
        }
    }

    private static async Task<long> AddAsync(
        NpgsqlConnection connection, List<ExposureRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return 0;
        await using (var copy = await connection.BeginBinaryImportAsync(CopyExposures, cancellationToken))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                Write(copy, row.Logged.Tenant);
                Write(copy, row.Experiment);
                copy.Write(row.BucketVersion, NpgsqlDbType.Integer);
                copy.Write(row.Unit.Key, NpgsqlDbType.Bigint);
                copy.Write(KeyOf(row.Owner), NpgsqlDbType.Bigint);
                Write(copy, row.Variant);
                copy.Write(row.OccurredAtUnixMs, NpgsqlDbType.Bigint);
                copy.Write((int)row.Unit.Kind, NpgsqlDbType.Integer);
                Write(copy, row.Unit.Id);
                copy.Write((int)row.Owner.Kind, NpgsqlDbType.Integer);
                Write(copy, row.Owner.Id);
                copy.Write((int)row.Logged.Kind, NpgsqlDbType.Integer);
                Write(copy, row.Logged.Id);
                Write(copy, row.HashAttribute);
                Write(copy, row.HashValue);
                copy.Write(row.PlanVersion, NpgsqlDbType.Bigint);
                Write(copy, row.SlateId);
                Write(copy, row.Device);
                Write(copy, row.Territory);
                copy.Write(row.Dimensions.Replace("\\u0000", "", StringComparison.Ordinal), NpgsqlDbType.Jsonb);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return await RunAsync(
            connection,
            TakeText("exposure_rows", "new_exposures", AnalyticsTables.ExposureColumns)
            + AnalyticsTables.OnExposureConflict(),
            [], cancellationToken);
    }

    private static async Task<long> AddAsync(
        NpgsqlConnection connection, List<OutcomeRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return 0;
        await using (var copy = await connection.BeginBinaryImportAsync(CopyOutcomes, cancellationToken))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                copy.Write(KeyOf(row.Owner), NpgsqlDbType.Bigint);
                copy.Write(row.OccurredAtUnixMs, NpgsqlDbType.Bigint);
                copy.Write(UuidOf(row.Key), NpgsqlDbType.Uuid);
                copy.Write((int)row.Event.Type, NpgsqlDbType.Integer);
                Write(copy, row.Logged.Tenant);
                copy.Write((int)row.Owner.Kind, NpgsqlDbType.Integer);
                Write(copy, row.Owner.Id);
                copy.Write((int)row.Logged.Kind, NpgsqlDbType.Integer);
                Write(copy, row.Logged.Id);
                Write(copy, row.Event.ContentId);
                Write(copy, row.Event.Value, NpgsqlDbType.Double);
                Write(copy, row.Span.FromMs, NpgsqlDbType.Bigint);
                Write(copy, row.Span.ToMs, NpgsqlDbType.Bigint);
                Write(copy, row.Event.SlateId);
                Write(copy, row.Event.Device);
                Write(copy, row.Event.Territory);
                copy.Write(row.IsCollapsed ? 1 : 0, NpgsqlDbType.Integer);
                Write(copy, row.Event.SessionId);
                Write(copy, row.PositionSeconds, NpgsqlDbType.Double);
                Write(copy, row.Event.DurationSeconds, NpgsqlDbType.Double);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return await RunAsync(
            connection,
            TakeText("outcome_rows", "new_outcomes", AnalyticsTables.OutcomeColumns)
            + AnalyticsTables.OnOutcomeConflict(SqlDialect.Postgres),
            [], cancellationToken);
    }

    private async ValueTask<long> DeleteAsync(string table, long before, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var total = 0L;
        while (true)
        {
            var deleted = await RunAsync(
                connection,
                $"delete from profiles_tables.{table} where ctid = any(array(select ctid from profiles_tables.{table} "
                + $"where occurred_at < $1 limit {DeletedRows}))",
                [before], cancellationToken);
            total += deleted;
            if (deleted < DeletedRows) return total;
        }
    }

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, string sql, object?[] parameters, CancellationToken cancellationToken)
    {
        await using var command = PostgresTables.Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string CopyText(string table, string[] columns) =>
        $"copy {table} ({string.Join(", ", columns)}) from stdin (format binary)";

    private static string TakeText(string table, string from, string[] columns) =>
        $"insert into profiles_tables.{table}({string.Join(", ", columns)}) "
        + $"select {string.Join(", ", columns)} from {from} ";

    private static void Write(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null) copy.WriteNull();
        else copy.Write(Clean(text), NpgsqlDbType.Text);
    }

    private static void Write<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } given) copy.Write(given, type);
        else copy.WriteNull();
    }

    // PostgreSQL has no NUL in text.
    internal static string Clean(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;

    private static long KeyOf(UnitKey unit) => (long)unit.Hash64();

    private static Guid UuidOf(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return new Guid(bytes, bigEndian: true);
    }
}
