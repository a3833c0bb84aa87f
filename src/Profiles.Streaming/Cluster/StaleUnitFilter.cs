using Profiles.Contracts;
using Profiles.Contracts.Cluster;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Cluster;

/// <summary>
/// Lets no grain answer that was activated before its partition changed hands: what it holds may be older than what a
/// caller was promised. It goes, and the caller finds the new activation.
/// </summary>
internal sealed class StaleUnitFilter(PartitionSet partitions) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IPartitionUnit unit) return context.Invoke();
        var number = partitions.NumberOf(context.TargetId.Key.ToString()!);
        if (partitions.Find(number)?.Epoch == unit.Epoch) return context.Invoke();

        // Where only the lease was not renewed in time, nothing is lost yet, and the grain may answer again soon.
        if (partitions.FindUnrenewed(number)?.Epoch != unit.Epoch) unit.Leave();
        throw new PartitionElsewhereException(number);
    }
}
