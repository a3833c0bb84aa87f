using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>
/// Who folds which partition: a lease of limited time, renewed while its holder lives. The database's clock alone
/// counts, so hosts need not agree on the time.
/// </summary>
public sealed class PartitionLeases(PostgresCluster cluster)
{
    /// <summary>Takes a partition that nobody has, or whose holder did not renew it in time.</summary>
    /// <returns>Null where another host has it.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task<PartitionLease?> TryTakeAsync(
        int partition, string owner, TimeSpan length, CancellationToken cancellationToken) =>
        PostgresFaults.Named<PartitionLease?>(async () =>
        {
            await using var take = cluster.Source.CreateCommand(
                $"update {PostgresCluster.Schema}.partitions "
                + "set owner = $2, epoch = epoch + 1, leased_until = clock_timestamp() + $3 "
                + "where partition = $1 and (owner is null or leased_until < clock_timestamp()) returning epoch");
            take.Parameters.Add(new() { Value = partition });
            take.Parameters.Add(new() { Value = owner });
            take.Parameters.Add(new() { Value = length });
            return await take.ExecuteScalarAsync(cancellationToken) is long epoch
                ? new PartitionLease(partition, epoch)
                : null;
        });

    /// <summary>Renews what the host still has.</summary>
    /// <returns>The partitions that were renewed; the others are lost.</returns>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task<IReadOnlySet<int>> RenewAsync(
        IReadOnlyCollection<PartitionLease> leases, TimeSpan length, CancellationToken cancellationToken) =>
        PostgresFaults.Named<IReadOnlySet<int>>(async () =>
        {
            await using var renew = cluster.Source.CreateCommand(
                $"update {PostgresCluster.Schema}.partitions p set leased_until = clock_timestamp() + $3 "
                + "from unnest($1, $2) as held (partition, epoch) "
                + "where p.partition = held.partition and p.epoch = held.epoch and p.owner is not null "
                + "returning p.partition");
            renew.Parameters.Add(new() { Value = leases.Select(lease => lease.Partition).ToArray() });
            renew.Parameters.Add(new() { Value = leases.Select(lease => lease.Epoch).ToArray() });
            renew.Parameters.Add(new() { Value = length });
            var renewed = new HashSet<int>();
            await using var rows = await renew.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken)) renewed.Add(rows.GetInt32(0));
            return renewed;
        });

    /// <summary>Gives a partition back, so that another host takes it without waiting for the lease to end.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task ReleaseAsync(PartitionLease lease, CancellationToken cancellationToken) =>
        PostgresFaults.Named(async () =>
        {
            await using var release = cluster.Source.CreateCommand(
                $"update {PostgresCluster.Schema}.partitions set owner = null, leased_until = null "
                + "where partition = $1 and epoch = $2");
            release.Parameters.Add(new() { Value = lease.Partition });
            release.Parameters.Add(new() { Value = lease.Epoch });
            await release.ExecuteNonQueryAsync(cancellationToken);
        });

    /// <summary>Who has each partition now; null where nobody does.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or refuses.</exception>
    public Task<string?[]> ReadOwnersAsync(CancellationToken cancellationToken) =>
        PostgresFaults.Named(async () =>
        {
            var owners = new string?[cluster.Partitions];
            await using var read = cluster.Source.CreateCommand(
                $"select partition, owner from {PostgresCluster.Schema}.partitions "
                + "where owner is not null and leased_until >= clock_timestamp()");
            await using var rows = await read.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken)) owners[rows.GetInt32(0)] = rows.GetString(1);
            return owners;
        });
}
