using Npgsql;
using Profiles.Storage.Hubs;

namespace Profiles.Storage.Postgres;

/// <summary>
/// The places of a hub's readers in PostgreSQL. The database's clock alone counts; shares are even, the first hosts by
/// name having the one that is left over.
/// </summary>
/// <param name="cluster">The tables.</param>
/// <param name="hub">The hub, by its full name.</param>
/// <param name="consumerGroup">As which of its readers this cluster reads.</param>
public sealed class PostgresHubPlaces(PostgresCluster cluster, string hub, string consumerGroup) : IHubPlaces
{
    internal const string Tables =
        $"""
        create table if not exists {Schema}.hub_partitions (
            hub text not null,
            consumer_group text not null,
            partition text collate "C" not null,
            checkpoint_sequence bigint not null default -1,
            last_enqueued_sequence bigint not null default -1,
            epoch bigint not null default 0,
            owner text,
            leased_until timestamptz,
            primary key (hub, consumer_group, partition)) with (fillfactor = 50);
        create table if not exists {Schema}.hub_readers (
            hub text not null,
            consumer_group text not null,
            owner text collate "C" not null,
            leased_until timestamptz not null,
            primary key (hub, consumer_group, owner));

        """;

    private const string Schema = PostgresCluster.Schema;
    private const string OfTheHub = "hub = $1 and consumer_group = $2";

    public async ValueTask<IReadOnlyList<HubPlace>> HoldAsync(
        string owner, IReadOnlyCollection<string> partitions, TimeSpan lease, CancellationToken cancellationToken) =>
        await PostgresFaults.Named<IReadOnlyList<HubPlace>>(async () =>
        {
            await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

            // Hosts count and take one after the other, so that what is counted is what is there.
            await RunAsync(
                connection, "select pg_advisory_xact_lock(hashtext($1), hashtext($2))", cancellationToken,
                hub, consumerGroup);
            await RunAsync(
                connection,
                $"insert into {Schema}.hub_partitions (hub, consumer_group, partition) "
                + "select $1, $2, unnest($3) on conflict do nothing",
                cancellationToken, hub, consumerGroup, partitions.ToArray());
            await RunAsync(
                connection,
                $"insert into {Schema}.hub_readers (hub, consumer_group, owner, leased_until) "
                + "values ($1, $2, $3, clock_timestamp() + $4) on conflict (hub, consumer_group, owner) "
                + "do update set leased_until = excluded.leased_until",
                cancellationToken, hub, consumerGroup, owner, lease);
            await RunAsync(
                connection,
                $"update {Schema}.hub_partitions set leased_until = clock_timestamp() + $4 "
                + $"where {OfTheHub} and owner = $3",
                cancellationToken, hub, consumerGroup, owner, lease);
            await RunAsync(
                connection,
                $"delete from {Schema}.hub_readers "
                + $"where {OfTheHub} and leased_until < clock_timestamp() and owner <> $3",
                cancellationToken, hub, consumerGroup, owner);
            var (share, held) = await ShareAsync(connection, owner, cancellationToken);
            if (held > share) await GiveBackAsync(connection, owner, held - share, cancellationToken);
            if (held < share) await TakeAsync(connection, owner, share - held, lease, cancellationToken);
            var places = await ReadAsync(connection, owner, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return places;
        });

    public async ValueTask<bool> AdvanceAsync(
        HubPlace place, long sequence, long lastEnqueued, CancellationToken cancellationToken) =>
        await PostgresFaults.Named(async () =>
        {
            ArgumentNullException.ThrowIfNull(place);
            await using var advance = cluster.Command(
                $"update {Schema}.hub_partitions set checkpoint_sequence = greatest(checkpoint_sequence, $5), "
                + $"last_enqueued_sequence = greatest($6, $5) where {OfTheHub} and partition = $3 and epoch = $4",
                hub, consumerGroup, place.Partition, place.Epoch, sequence, lastEnqueued);
            return await advance.ExecuteNonQueryAsync(cancellationToken) > 0;
        });

    public async ValueTask ReleaseAsync(string owner, CancellationToken cancellationToken) =>
        await PostgresFaults.Named(async () =>
        {
            await using var connection = await cluster.Source.OpenConnectionAsync(cancellationToken);
            await RunAsync(
                connection,
                $"update {Schema}.hub_partitions set owner = null, leased_until = null where {OfTheHub} and owner = $3",
                cancellationToken, hub, consumerGroup, owner);
            await RunAsync(
                connection, $"delete from {Schema}.hub_readers where {OfTheHub} and owner = $3",
                cancellationToken, hub, consumerGroup, owner);
        });

    // How many partitions the host should have, by its place among the readers that live, and how many it has.
    private async Task<(int Share, int Held)> ShareAsync(
        NpgsqlConnection connection, string owner, CancellationToken cancellationToken)
    {
        await using var count = connection.Command(
            "select p.all_of_them, p.held, r.live, r.before from "
            + "(select count(*)::int as all_of_them, (count(*) filter (where owner = $3))::int as held "
            + $"from {Schema}.hub_partitions where {OfTheHub}) p, "
            + "(select count(*)::int as live, (count(*) filter (where owner < $3))::int as before "
            + $"from {Schema}.hub_readers where {OfTheHub}) r",
            hub, consumerGroup, owner);
        await using var rows = await count.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var (all, held, live, before) = (rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt32(3));
        return ((all / live) + (before < all % live ? 1 : 0), held);
    }

    private Task GiveBackAsync(
        NpgsqlConnection connection, string owner, int count, CancellationToken cancellationToken) => RunAsync(
            connection,
            $"with surplus as materialized (select partition from {Schema}.hub_partitions "
            + $"where {OfTheHub} and owner = $3 order by partition desc limit $4) "
            + $"update {Schema}.hub_partitions p set owner = null, leased_until = null from surplus "
            + "where p.hub = $1 and p.consumer_group = $2 and p.partition = surplus.partition",
            cancellationToken, hub, consumerGroup, owner, count);

    private Task TakeAsync(
        NpgsqlConnection connection, string owner, int count, TimeSpan lease, CancellationToken cancellationToken) =>
        RunAsync(
            connection,
            $"with free as materialized (select partition from {Schema}.hub_partitions "
            + $"where {OfTheHub} and (owner is null or leased_until < clock_timestamp()) order by partition limit $4) "
            + $"update {Schema}.hub_partitions p set owner = $3, epoch = epoch + 1, "
            + "leased_until = clock_timestamp() + $5 from free "
            + "where p.hub = $1 and p.consumer_group = $2 and p.partition = free.partition",
            cancellationToken, hub, consumerGroup, owner, count, lease);

    private async Task<List<HubPlace>> ReadAsync(
        NpgsqlConnection connection, string owner, CancellationToken cancellationToken)
    {
        await using var read = connection.Command(
            $"select partition, epoch, checkpoint_sequence from {Schema}.hub_partitions "
            + $"where {OfTheHub} and owner = $3 order by partition",
            hub, consumerGroup, owner);
        var places = new List<HubPlace>();
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            places.Add(new HubPlace(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        return places;
    }

    private static async Task RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = connection.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
