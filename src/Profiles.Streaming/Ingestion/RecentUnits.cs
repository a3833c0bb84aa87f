using Profiles.Contracts;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Rebuilding;

namespace Profiles.Streaming.Ingestion;

/// <summary>Finds who was active last in the newest records of each partition.</summary>
internal sealed class RecentUnits(PartitionSet partitions) : IRecentUnits
{
    // All partitions together; a viewer's session is some tens of them.
    private const int MaxRecords = 100_000;

    public async ValueTask<IReadOnlyList<UnitKey>> ReadAsync(
        string tenant, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IRecentUnits.MaxUnits);
        var latest = new Dictionary<UnitKey, long>();
        foreach (var partition in partitions)
        {
            await LogReplay.RunAsync(
                partition, partition.Durable - MaxRecords / partitions.Count,
                (_, ingestedUnixMs, unit, _) =>
                {
                    if (unit.Tenant == tenant) latest[unit] = ingestedUnixMs;
                    return true;
                },
                cancellationToken);
        }

        return
        [
            .. latest.OrderByDescending(item => item.Value).ThenBy(item => item.Key.Id, StringComparer.Ordinal)
                .ThenBy(item => item.Key.Kind).Take(count).Select(item => item.Key),
        ];
    }
}
