using Orleans.Runtime;
using Profiles.Storage.Postgres;

namespace Profiles.Streaming.Cluster.Membership;

/// <summary>The silos of the cluster, in the database that holds its log.</summary>
internal sealed class PostgresMembershipTable(PostgresMembership membership) : IMembershipTable
{
    // Longer than a database needs, shorter than the protocol waits before it asks again.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public Task InitializeMembershipTable(bool tryInitTableVersion) => tryInitTableVersion
        ? WithinLimit(membership.CreateAsync)
        : Task.CompletedTask;

    public Task DeleteMembershipTableEntries(string clusterId) =>
        WithinLimit(limit => membership.DeleteAsync(clusterId, limit));

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        WithinLimit(limit => membership.CleanUpAsync(beforeDate, limit));

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(key.ToParsableString());

    public Task<MembershipTableData> ReadAll() => ReadAsync(null);

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await membership.TryAddAsync(
            MembershipRows.ToMember(entry), tableVersion.Version, tableVersion.VersionEtag, limit.Token);
    }

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await membership.TryReplaceAsync(
            MembershipRows.ToMember(entry, etag), tableVersion.Version, tableVersion.VersionEtag, limit.Token);
    }

    public Task UpdateIAmAlive(MembershipEntry entry) => WithinLimit(limit =>
        membership.NoteAliveAsync(entry.SiloAddress.ToParsableString(), entry.IAmAliveTime, limit));

    private async Task<MembershipTableData> ReadAsync(string? silo)
    {
        using var limit = new CancellationTokenSource(Limit);
        return MembershipRows.ToTable(await membership.ReadAsync(silo, limit.Token));
    }

    private static async Task WithinLimit(Func<CancellationToken, Task> work)
    {
        using var limit = new CancellationTokenSource(Limit);
        await work(limit.Token);
    }
}
