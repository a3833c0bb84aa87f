using Orleans;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>A host of the API is ready while it is connected to a silo.</summary>
internal sealed class GatewayReadiness : IReadinessSource
{
    private volatile int _gateways;

    public IEnumerable<string> Unready =>
        _gateways > 0 ? [] : ["no silo of the cluster is connected"];

    public void OnCountChanged(object? sender, GatewayCountChangedEventArgs change) =>
        _gateways = change.NumberOfConnectedGateways;
}
