using Profiles.Core.Hashing;
using StableHash = Profiles.Core.Hashing.StableHash;

namespace Profiles.Streaming.Hosting;

/// <summary>Which host of a cluster is to fold which partition.</summary>
/// <remarks>
/// By highest random weight, with no host above its even share: all hosts that see the same hosts come to the same
/// answer, and a host that comes or goes moves little more than its own share.
/// </remarks>
internal static class PartitionShares
{
    /// <summary>The host of each partition.</summary>
    /// <param name="hosts">The hosts, each once, in any order; at least one.</param>
    /// <param name="partitions">How many partitions there are.</param>
    public static string[] Of(IReadOnlyCollection<string> hosts, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfZero(hosts.Count);
        var most = (partitions + hosts.Count - 1) / hosts.Count;
        var held = hosts.ToDictionary(host => host, _ => 0, StringComparer.Ordinal);
        var shares = new string[partitions];
        for (var number = 0; number < partitions; number++)
        {
            var host = hosts.Where(host => held[host] < most)
                .OrderByDescending(host => StableHash.Hash64($"{number}@{host}"))
                .ThenBy(host => host, StringComparer.Ordinal)
                .First();
            held[host]++;
            shares[number] = host;
        }

        return shares;
    }
}
