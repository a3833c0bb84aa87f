using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Profiles.Analytics.Rows;
using Profiles.Analytics.Schema;
using Profiles.Core.Units;
using Profiles.Storage;

namespace Profiles.Analytics.Stores;

/// <summary>Rows in a SQLite file of the data folder.</summary>
/// <remarks>
/// One connection writes. Commits are not flushed one by one: a crash may take back the newest transactions, rows and
/// position together, and the log fills them in again.
/// </remarks>
internal sealed class SqliteAnalyticsStore : IAnalyticsStore
{
    private const int CacheKilobytes = 128 * 1024;

    // Deletions scan this many rows in a transaction, so that the writer waits no longer than that takes.
    private const int ScanRows = 20_000;

    private readonly string _path;
    private readonly AnalyticsOptions _options;
    private readonly SemaphoreSlim _gate = new(1);
    private SqliteConnection? _connection;
    private SqliteStatements? _statements;

    public SqliteAnalyticsStore(string path, AnalyticsOptions options)
    {
        _path = path;
        _options = options;
    }

    public async ValueTask OpenAsync(LogSource source, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_connection is not null) return;
            var connection = SqliteFile.Open(_path);
            try
            {
                SqliteFile.Execute(connection, "pragma synchronous = normal");
                SqliteFile.Execute(connection, $"pragma cache_size = -{CacheKilobytes}");
                SqliteFile.Migrate(
                    connection, _path, AnalyticsTables.Create(SqlDialect.Sqlite)
                    + string.Concat(AnalyticsViews.All.Select(view =>
                        $"\ncreate view {view.Name} as {view.Select(SqlDialect.Sqlite)};")),
                    AnalyticsTables.Version, AnalyticsTables.Drop());
                CheckSource(connection, source);
                _statements = new SqliteStatements(connection);
                _connection = connection;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<long> ReadPositionAsync(int partition, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return FindPosition(null, partition);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<RowCounts?> WriteAsync(LogEntries entries, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return Write(entries);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<RowCounts> DeleteBeforeAsync(
        long exposuresBeforeUnixMs, long outcomesBeforeUnixMs, CancellationToken cancellationToken)
    {
        var exposures = await DeleteAsync(
            "exposure_rows", "tenant, experiment, bucket_version, unit_key, owner_key, variant", 6,
            exposuresBeforeUnixMs, cancellationToken);
        var outcomes = await DeleteAsync(
            "outcome_rows", "owner_key, occurred_at, event_key", 3, outcomesBeforeUnixMs, cancellationToken);
        return new RowCounts(exposures, outcomes);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _statements?.Dispose();
            _connection?.Dispose();
            (_statements, _connection) = (null, null);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static void CheckSource(SqliteConnection connection, LogSource source)
    {
        using var add = new SqliteStatement(
            connection, "insert into log_source values (1, $p0, $p1) on conflict do nothing", 2);
        using var transaction = connection.BeginTransaction();
        add.Run(transaction, source.CreatedAt, source.Partitions);
        using var find = new SqliteStatement(connection, "select created_at, partitions from log_source", 0);
        using (var found = find.Read(transaction))
        {
            found.Read();
            source.Check(found.GetString(0), found.GetInt32(1));
        }

        transaction.Commit();
    }

    private RowCounts? Write(LogEntries entries)
    {
        ObjectDisposedException.ThrowIf(_statements is null, this);
        using var transaction = _connection!.BeginTransaction(deferred: false);
        var at = FindPosition(transaction, entries.Partition);
        if (at != entries.FirstSequence) return null;
        _statements.Move.Run(transaction, entries.Partition, entries.NextSequence, at);

        var rows = RowBuilder.Build(entries, FindLinks(transaction, entries.Devices), _options);
        foreach (var link in rows.Links)
        {
            _statements.AddLink.Run(
                transaction, KeyOf(link.Device), link.Generation, link.Device.Tenant, link.Device.Id, link.UserId,
                link.LinkedAtUnixMs, link.UnlinkedAtUnixMs);
        }

        foreach (var (device, user) in rows.Adoptions) Adopt(transaction, device, user);
        long exposures = 0, outcomes = 0;
        foreach (var row in rows.Exposures) exposures += Add(transaction, row);
        foreach (var row in rows.Outcomes) outcomes += Add(transaction, row);
        transaction.Commit();
        return new RowCounts(exposures, outcomes);
    }

    private long FindPosition(SqliteTransaction? transaction, int partition)
    {
        ObjectDisposedException.ThrowIf(_statements is null, this);
        using var found = _statements.FindPosition.Read(transaction, partition);
        return found.Read() ? found.GetInt64(0) : 0;
    }

    private Dictionary<UnitKey, LinkState> FindLinks(
        SqliteTransaction transaction, IReadOnlyCollection<UnitKey> devices)
    {
        var links = new Dictionary<UnitKey, LinkState>();
        foreach (var device in devices)
        {
            using var found = _statements!.FindLink.Read(transaction, KeyOf(device));
            if (!found.Read()) continue;
            var user = found.IsDBNull(2) ? found.GetString(0) : null;
            links.Add(device, new LinkState(user, found.GetInt32(1)));
        }

        return links;
    }

    private void Adopt(SqliteTransaction transaction, UnitKey device, UnitKey user)
    {
        var (deviceKey, userKey) = (KeyOf(device), KeyOf(user));
        _statements!.AdoptExposures.Run(transaction, deviceKey, userKey, user.Id);
        _statements.DropExposures.Run(transaction, deviceKey);
        _statements.AdoptOutcomes.Run(transaction, deviceKey, userKey, user.Id);
        _statements.DropOutcomes.Run(transaction, deviceKey);
    }

    private int Add(SqliteTransaction transaction, ExposureRow row) => _statements!.AddExposure.Run(
        transaction, row.Logged.Tenant, row.Experiment, row.BucketVersion, row.Unit.Key, KeyOf(row.Owner),
        row.Variant, row.OccurredAtUnixMs, (int)row.Unit.Kind, row.Unit.Id, (int)row.Owner.Kind, row.Owner.Id,
        (int)row.Logged.Kind, row.Logged.Id, row.HashAttribute, row.HashValue, row.PlanVersion, row.SlateId,
        row.Device, row.Territory, row.Dimensions);

    private int Add(SqliteTransaction transaction, OutcomeRow row) => _statements!.AddOutcome.Run(
        transaction, KeyOf(row.Owner), row.OccurredAtUnixMs, BytesOf(row.Key), (int)row.Event.Type,
        row.Logged.Tenant, (int)row.Owner.Kind, row.Owner.Id, (int)row.Logged.Kind, row.Logged.Id,
        row.Event.ContentId, row.Event.Value, row.Span.FromMs, row.Span.ToMs, row.Event.SlateId, row.Event.Device,
        row.Event.Territory, row.IsCollapsed ? 1 : 0, row.Event.SessionId, row.PositionSeconds,
        row.Event.DurationSeconds);

    /// <summary>Walks the table in the order of its key; each step is a transaction of its own.</summary>
    private async ValueTask<long> DeleteAsync(
        string table, string key, int keyColumns, long before, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", Enumerable.Range(0, keyColumns).Select(i => $"$p{i}"));
        var deleted = 0L;
        object?[]? last = null;
        while (true)
        {
            await _gate.WaitAsync(cancellationToken);
            try
            {
                ObjectDisposedException.ThrowIf(_connection is null, this);
                using var transaction = _connection.BeginTransaction(deferred: false);
                var after = last is null ? "" : $"where ({key}) > ({columns}) ";
                using var find = new SqliteStatement(
                    _connection, $"select {key} from {table} {after}order by {key} limit 1 offset {ScanRows - 1}",
                    last is null ? 0 : keyColumns);
                var next = ReadKey(find, transaction, last, keyColumns);
                var start = last is null ? "" : $" and ({key}) > ({columns})";
                var end = next is null
                    ? ""
                    : $" and ({key}) <= ({string.Join(", ", Enumerable.Range(
                        keyColumns, keyColumns).Select(i => $"$p{i}"))})";
                using var delete = new SqliteStatement(
                    _connection, $"delete from {table} where occurred_at < $p{2 * keyColumns}{start}{end}",
                    2 * keyColumns + 1);
                var none = new object?[keyColumns];
                deleted += delete.Run(transaction, [.. last ?? none, .. next ?? none, before]);
                transaction.Commit();
                if (next is null) return deleted;
                last = next;
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private static object?[]? ReadKey(
        SqliteStatement find, SqliteTransaction transaction, object?[]? last, int keyColumns)
    {
        using var found = find.Read(transaction, last ?? []);
        if (!found.Read()) return null;
        var next = new object?[keyColumns];
        found.GetValues(next!);
        return next;
    }

    private static long KeyOf(UnitKey unit) => (long)unit.Hash64();

    private static byte[] BytesOf(UInt128 key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }
}
