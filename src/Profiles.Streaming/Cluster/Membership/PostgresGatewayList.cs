using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;
using Profiles.Storage.Postgres;

namespace Profiles.Streaming.Cluster.Membership;

/// <summary>Where a client of the cluster reaches its silos.</summary>
internal sealed class PostgresGatewayList(PostgresMembership membership, IOptions<GatewayOptions> options)
    : IGatewayListProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => membership.CreateAsync(CancellationToken.None);

    public async Task<IList<Uri>> GetGateways()
    {
        using var limit = new CancellationTokenSource(Limit);
        var silos = await membership.ReadAsync(null, limit.Token);
        return
        [
            .. silos.Members
                .Where(member => member.Status == Member.Active && member.GatewayPort > 0)
                .Select(GatewayOf),
        ];
    }

    private static Uri GatewayOf(Member member)
    {
        var silo = SiloAddress.FromParsableString(member.Silo);
        return SiloAddress.New(silo.Endpoint.Address, member.GatewayPort, silo.Generation).ToGatewayUri();
    }
}
