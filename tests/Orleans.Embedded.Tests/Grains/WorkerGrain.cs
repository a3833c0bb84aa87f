using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Grains;

[StatelessWorker(2)]
public sealed class WorkerGrain(Probe probe) : Grain, IWorkerGrain
{
    private static int s_lastIdentity;

    private readonly int _identity = Interlocked.Increment(ref s_lastIdentity);

    public async Task<int> PassAsync(string gate)
    {
        await probe.PassAsync(gate);
        return _identity;
    }
}
