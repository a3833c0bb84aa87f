using System.Collections.Immutable;
using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>
/// Which silos a cluster has. Every change names the version of the whole list that it builds on, so that two silos
/// never change it past each other; the tables hold any number of clusters, by their ids.
/// </summary>
/// <remarks>
/// A silo that cannot read this list in time takes itself for dead. It therefore has connections of its own, which no
/// load on the log can take away. The tables are made by <see cref="PostgresCluster.OpenAsync"/>.
/// </remarks>
public sealed class PostgresMembership : IAsyncDisposable
{
    private const int MaxConnections = 4;

    private const string Versions = $"{PostgresCluster.Schema}.membership_versions";
    private const string Members = $"{PostgresCluster.Schema}.members";

    private readonly NpgsqlDataSource _source;
    private readonly string _clusterId;

    public PostgresMembership(string connectionString, string clusterId)
    {
        _clusterId = clusterId;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MinPoolSize = 0, MaxPoolSize = MaxConnections, ApplicationName = "profiles-membership",
        };
        _source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableArrays().Build();
    }

    /// <summary>Makes the list of the cluster, where there is none: version 0, without silos.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task CreateAsync(CancellationToken cancellationToken) => RunAsync(
        $"insert into {Versions} (cluster_id) values ($1) on conflict do nothing", [_clusterId], cancellationToken);

    /// <summary>The list with all silos, or with one of them, where it has that.</summary>
    /// <exception cref="StorageUnavailableException">
    /// The database cannot be reached, or refuses, or the list was never made.
    /// </exception>
    public Task<Membership> ReadAsync(string? silo, CancellationToken cancellationToken) =>
        PostgresFaults.Named(async () =>
        {
            // One statement sees one moment.
            await using var read = _source.CreateCommand(
                $"""
                select v.version, v.etag::text, m.silo, m.status, m.gateway_port, m.host_name, m.name, m.role_name,
                    m.update_zone, m.fault_zone, m.started_at, m.alive_at, m.suspected_by, m.suspected_at, m.etag::text
                from {Versions} v
                left join {Members} m on m.cluster_id = v.cluster_id and ($2 is null or m.silo = $2)
                where v.cluster_id = $1 order by m.silo
                """);
            read.Parameters.Add(new() { Value = _clusterId });
            read.Parameters.Add(new() { Value = silo ?? (object)DBNull.Value, DataTypeName = "text" });
            await using var rows = await read.ExecuteReaderAsync(cancellationToken);
            if (!await rows.ReadAsync(cancellationToken))
                throw new StorageUnavailableException($"PostgreSQL: the cluster '{_clusterId}' has no membership.");
            var (version, etag) = (rows.GetInt32(0), rows.GetString(1));
            var members = ImmutableArray.CreateBuilder<Member>();
            do
            {
                if (!await rows.IsDBNullAsync(2, cancellationToken)) members.Add(ReadMember(rows));
            }
            while (await rows.ReadAsync(cancellationToken));
            return new Membership(version, etag, members.DrainToImmutable());
        });

    /// <summary>Adds a silo.</summary>
    /// <param name="member">The silo; its etag is chosen here.</param>
    /// <param name="version">The version of the list from then on.</param>
    /// <param name="etag">The etag of the list that the change builds on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where the list has changed meanwhile, or has the silo.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task<bool> TryAddAsync(Member member, int version, string etag, CancellationToken cancellationToken) =>
        TryChangeAsync(
            $"""
            insert into {Members} (cluster_id, silo, status, gateway_port, host_name, name, role_name, update_zone,
                fault_zone, started_at, alive_at, suspected_by, suspected_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing
            """,
            Parameters(member), version, etag, cancellationToken);

    /// <summary>Replaces the entry of a silo.</summary>
    /// <param name="member">The silo, with the etag of the entry that is replaced; it gets a new one.</param>
    /// <param name="version">The version of the list from then on.</param>
    /// <param name="etag">The etag of the list that the change builds on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where the list or the entry has changed meanwhile, or the list lacks the silo.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task<bool> TryReplaceAsync(Member member, int version, string etag, CancellationToken cancellationToken) =>
        TryChangeAsync(
            $"""
            update {Members} set status = $3, gateway_port = $4, host_name = $5, name = $6, role_name = $7,
                update_zone = $8, fault_zone = $9, started_at = $10, alive_at = $11, suspected_by = $12,
                suspected_at = $13, etag = gen_random_uuid()
            where cluster_id = $1 and silo = $2 and etag::text = $14
            """,
            [.. Parameters(member), member.Etag], version, etag, cancellationToken);

    /// <summary>Notes that a silo lives; changes nothing else, no etag either.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task NoteAliveAsync(string silo, DateTime at, CancellationToken cancellationToken) => RunAsync(
        $"update {Members} set alive_at = $3 where cluster_id = $1 and silo = $2",
        [_clusterId, silo, Utc(at)], cancellationToken);

    /// <summary>Removes the entries of silos that are not active, and of which nothing was heard since.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task CleanUpAsync(DateTimeOffset before, CancellationToken cancellationToken) => RunAsync(
        $"""
        delete from {Members} where cluster_id = $1 and status <> $2
            and greatest(started_at, alive_at, (select max(at) from unnest(suspected_at) at)) < $3
        """,
        [_clusterId, Member.Active, before.UtcDateTime], cancellationToken);

    /// <summary>Removes the list of a cluster.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task DeleteAsync(string clusterId, CancellationToken cancellationToken) => RunAsync(
        $"delete from {Versions} where cluster_id = $1", [clusterId], cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Changes the list and its version together, or neither.</summary>
    private Task<bool> TryChangeAsync(
        string change, object?[] parameters, int version, string etag, CancellationToken cancellationToken) =>
        PostgresFaults.Named(async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

            // The row of the version is locked from here on: one change at a time, and the next one finds a new etag.
            await using var raise = Command(
                $"update {Versions} set version = $3, etag = gen_random_uuid() "
                + "where cluster_id = $1 and etag::text = $2",
                [_clusterId, etag, version]);
            raise.Connection = connection;
            if (await raise.ExecuteNonQueryAsync(cancellationToken) == 0) return false;

            await using var apply = Command(change, parameters);
            apply.Connection = connection;
            if (await apply.ExecuteNonQueryAsync(cancellationToken) == 0) return false;
            await transaction.CommitAsync(cancellationToken);
            return true;
        });

    private Task RunAsync(string sql, object?[] parameters, CancellationToken cancellationToken) =>
        PostgresFaults.Named(async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var command = Command(sql, parameters);
            command.Connection = connection;
            await command.ExecuteNonQueryAsync(cancellationToken);
        });

    private static NpgsqlCommand Command(string sql, object?[] parameters)
    {
#pragma warning disable CA2100 // The texts are this file's own.
        var command = new NpgsqlCommand(sql);
#pragma warning restore CA2100
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }

    private object?[] Parameters(Member member) =>
    [
        _clusterId, member.Silo, member.Status, member.GatewayPort, member.HostName, member.Name, member.RoleName,
        member.UpdateZone, member.FaultZone, Utc(member.StartedAt), Utc(member.AliveAt),
        member.Suspicions.Select(suspicion => suspicion.By).ToArray(),
        member.Suspicions.Select(suspicion => Utc(suspicion.At)).ToArray(),
    ];

    private static Member ReadMember(NpgsqlDataReader row)
    {
        var (by, at) = (row.GetFieldValue<string[]>(12), row.GetFieldValue<DateTime[]>(13));
        return new Member(row.GetString(2), row.GetString(3))
        {
            GatewayPort = row.GetInt32(4),
            HostName = row.GetString(5),
            Name = row.GetString(6),
            RoleName = row.IsDBNull(7) ? null : row.GetString(7),
            UpdateZone = row.GetInt32(8),
            FaultZone = row.GetInt32(9),
            StartedAt = row.GetDateTime(10),
            AliveAt = row.GetDateTime(11),
            Suspicions = [.. by.Zip(at, (silo, time) => new Suspicion(silo, time))],
            Etag = row.GetString(14),
        };
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    /// <summary>The tables.</summary>
    internal const string Tables =
        $"""
        create table if not exists {Versions} (
            cluster_id text primary key,
            version int not null default 0,
            etag uuid not null default gen_random_uuid());
        create table if not exists {Members} (
            cluster_id text not null references {Versions} on delete cascade,
            silo text not null,
            status text not null,
            gateway_port int not null,
            host_name text not null,
            name text not null,
            role_name text,
            update_zone int not null,
            fault_zone int not null,
            started_at timestamptz not null,
            alive_at timestamptz not null,
            suspected_by text[] not null,
            suspected_at timestamptz[] not null,
            etag uuid not null default gen_random_uuid(),
            primary key (cluster_id, silo));

        """;
}
