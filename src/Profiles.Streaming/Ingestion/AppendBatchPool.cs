using System.Collections.Concurrent;
using Profiles.Storage.EventLog;

namespace Profiles.Streaming.Ingestion;

/// <summary>Keeps a bounded number of append batches with their buffers for the next request.</summary>
internal sealed class AppendBatchPool
{
    private const int MaxKept = 256;

    private readonly ConcurrentBag<AppendBatch> _batches = [];

    public AppendBatch Rent() => _batches.TryTake(out var batch) ? batch : new AppendBatch();

    public void Return(AppendBatch batch)
    {
        if (_batches.Count >= MaxKept) return;
        batch.Reset();
        _batches.Add(batch);
    }
}
