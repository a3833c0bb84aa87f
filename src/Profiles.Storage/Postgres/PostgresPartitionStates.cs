using System.Buffers;
using Npgsql;
using NpgsqlTypes;
using Profiles.Storage.States;

namespace Profiles.Storage.Postgres;

/// <summary>
/// The states of one partition in PostgreSQL, as whoever folds it has them. A commit names the epoch of its lease: once
/// another host has taken the partition over, nothing of this one is written any more.
/// </summary>
public sealed class PostgresPartitionStates : IPartitionStateStore
{
    private const int RowsAStatement = 2_000;
    private const long MaxStagedBytes = 256L << 20;

    private readonly PostgresCluster _cluster;
    private readonly PartitionLease _lease;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _committing = new(1);
    private Dictionary<string, byte[]?> _staged = new(StringComparer.Ordinal);

    // What a commit is writing, until it is known to be written.
    private Dictionary<string, byte[]?> _written = new(StringComparer.Ordinal);
    private long _stagedBytes;
    private long _committedPosition;
    private int _count;
    private volatile StorageHealth _health = StorageHealth.Healthy;

    private PostgresPartitionStates(PostgresCluster cluster, PartitionLease lease, long position, int count)
    {
        _cluster = cluster;
        _lease = lease;
        _committedPosition = position;
        _count = count;
    }

    public long CommittedPosition => Interlocked.Read(ref _committedPosition);

    public int Count
    {
        get
        {
            string[] present, absent;
            lock (_gate)
            {
                var all = _written.Concat(_staged).ToLookup(one => one.Value is not null, one => one.Key);
                present = [.. all[true].Except(_staged.Where(one => one.Value is null).Select(one => one.Key))];
                absent = [.. all[false].Except(present)];
            }

            var count = Volatile.Read(ref _count);
            if (present.Length > 0) count += present.Distinct().Count() - CountOf(present);
            if (absent.Length > 0) count -= CountOf(absent);
            return count;
        }
    }

    public StorageHealth Health => _health;

    /// <summary>Opens the states of a partition that this host has leased.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public static Task<PostgresPartitionStates> OpenAsync(
        PostgresCluster cluster, PartitionLease lease, CancellationToken cancellationToken) =>
        PostgresFaults.Named(async () =>
        {
            await using var read = cluster.Source.CreateCommand(
                $"select committed_position, (select count(*)::int from {PostgresCluster.Schema}.unit_states s "
                + $"where s.partition = p.partition) from {PostgresCluster.Schema}.partitions p where partition = $1");
            read.Parameters.Add(new() { Value = lease.Partition });
            await using var rows = await read.ExecuteReaderAsync(cancellationToken);
            await rows.ReadAsync(cancellationToken);
            return new PostgresPartitionStates(cluster, lease, rows.GetInt64(0), rows.GetInt32(1));
        });

    public bool TryRead(string key, IBufferWriter<byte> destination)
    {
        if (IsStaged(key, destination, out var found)) return found;
        try
        {
            using var read = SelectOf(key);
            if (read.ExecuteScalar() is not byte[] state) return false;
            destination.Write(state);
            return true;
        }
        catch (Exception fault) when (PostgresFaults.IsOfDatabase(fault))
        {
            throw PostgresFaults.Name(fault);
        }
    }

    public async ValueTask<bool> TryReadAsync(
        string key, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        if (IsStaged(key, destination, out var found)) return found;
        return await PostgresFaults.Named(async () =>
        {
            await using var read = SelectOf(key);
            if (await read.ExecuteScalarAsync(cancellationToken) is not byte[] state) return false;
            destination.Write(state);
            return true;
        });
    }

    public void Stage(string key, ReadOnlySpan<byte> state) => Stage(key, state.ToArray());

    public void StageDelete(string key) => Stage(key, null);

    public async Task CommitAsync(long position)
    {
        await _committing.WaitAsync();
        try
        {
            lock (_gate)
            {
                // What an earlier commit could not write is written now, where nothing newer was staged.
                foreach (var (key, state) in _written) _staged.TryAdd(key, state);
                (_written, _staged) = (_staged, new(StringComparer.Ordinal));
                _stagedBytes = 0;
            }

            await PostgresFaults.Named(() => WriteAsync(position));
            lock (_gate) _written = new(StringComparer.Ordinal);
            Interlocked.Exchange(ref _committedPosition, position);
            _health = StorageHealth.Healthy;
        }
        catch (Exception fault)
        {
            _health = StorageHealth.Failed(fault.Message);
            throw;
        }
        finally
        {
            _committing.Release();
        }
    }

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Enumerate()
    {
        Dictionary<string, byte[]?> staged;
        lock (_gate)
        {
            staged = new(_written, StringComparer.Ordinal);
            foreach (var (key, state) in _staged) staged[key] = state;
        }

        using var connection = _cluster.Source.OpenConnection();
        using var read = new NpgsqlCommand(
            $"select key, state from {PostgresCluster.Schema}.unit_states where partition = $1", connection)
        {
            Parameters = { new() { Value = _lease.Partition } },
        };
        using var rows = read.ExecuteReader();
        while (rows.Read())
        {
            var key = rows.GetString(0);
            if (!staged.ContainsKey(key)) yield return new(key, rows.GetFieldValue<byte[]>(1));
        }

        foreach (var (key, state) in staged)
            if (state is not null) yield return new(key, state);
    }

    public ValueTask DisposeAsync()
    {
        _committing.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Stage(string key, byte[]? state)
    {
        lock (_gate)
        {
            if (_stagedBytes > MaxStagedBytes)
                throw new StorageUnavailableException($"{_stagedBytes} bytes of states wait for PostgreSQL already.");
            _staged[key] = state;
            _stagedBytes += state?.Length ?? 0;
        }
    }

    private bool IsStaged(string key, IBufferWriter<byte> destination, out bool found)
    {
        byte[]? state;
        lock (_gate)
        {
            if (!_staged.TryGetValue(key, out state) && !_written.TryGetValue(key, out state))
            {
                found = false;
                return false;
            }
        }

        found = state is not null;
        if (found) destination.Write(state);
        return true;
    }

    /// <summary>How many of the keys have a committed state.</summary>
    private int CountOf(string[] keys)
    {
        try
        {
            using var count = _cluster.Source.CreateCommand(
                $"select count(*)::int from {PostgresCluster.Schema}.unit_states "
                + "where partition = $1 and key = any($2)");
            count.Parameters.Add(new() { Value = _lease.Partition });
            count.Parameters.Add(new() { Value = keys });
            return (int)count.ExecuteScalar()!;
        }
        catch (Exception fault) when (PostgresFaults.IsOfDatabase(fault))
        {
            throw PostgresFaults.Name(fault);
        }
    }

    private NpgsqlCommand SelectOf(string key)
    {
        var read = _cluster.Source.CreateCommand(
            $"select state from {PostgresCluster.Schema}.unit_states where partition = $1 and key = $2");
        read.Parameters.Add(new() { Value = _lease.Partition });
        read.Parameters.Add(new() { Value = key });
        return read;
    }

    private async Task WriteAsync(long position)
    {
        await using var connection = await _cluster.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var move = new NpgsqlCommand(
            $"update {PostgresCluster.Schema}.partitions set committed_position = $3 "
            + "where partition = $1 and epoch = $2",
            connection)
        {
            Parameters =
            {
                new() { Value = _lease.Partition }, new() { Value = _lease.Epoch }, new() { Value = position },
            },
        })
        {
            if (await move.ExecuteNonQueryAsync() == 0) throw new PartitionLostException(_lease.Partition);
        }

        var added = 0;
        foreach (var chunk in _written.Where(one => one.Value is not null).Chunk(RowsAStatement))
            added += await UpsertAsync(connection, chunk);
        var gone = _written.Where(one => one.Value is null).Select(one => one.Key).ToArray();
        if (gone.Length > 0) added -= await DeleteAsync(connection, gone);
        await transaction.CommitAsync();
        Interlocked.Add(ref _count, added);
    }

    /// <returns>How many keys had no state before.</returns>
    private async Task<int> UpsertAsync(NpgsqlConnection connection, KeyValuePair<string, byte[]?>[] states)
    {
        await using var upsert = new NpgsqlCommand(
            $"""
            with written as (
                insert into {PostgresCluster.Schema}.unit_states (partition, key, state)
                select $1, s.key, s.state from unnest($2, $3) as s (key, state)
                on conflict (partition, key) do update set state = excluded.state
                returning (xmax = 0) as is_new)
            select count(*)::int from written where is_new
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = _lease.Partition },
                new() { Value = states.Select(one => one.Key).ToArray() },
                new()
                {
                    Value = states.Select(one => one.Value!).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
                },
            },
        };
        return (int)(await upsert.ExecuteScalarAsync())!;
    }

    private async Task<int> DeleteAsync(NpgsqlConnection connection, string[] keys)
    {
        await using var delete = new NpgsqlCommand(
            $"delete from {PostgresCluster.Schema}.unit_states where partition = $1 and key = any($2)", connection)
        {
            Parameters = { new() { Value = _lease.Partition }, new() { Value = keys } },
        };
        return await delete.ExecuteNonQueryAsync();
    }
}
