using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of a stateless worker grain: as many as it needs, up to its maximum.</summary>
internal sealed class WorkerPool(GrainClass grainClass, IdSpan key)
{
    private Activation[] _workers = [];
    private uint _turn;

    public Activation[] Workers => Volatile.Read(ref _workers);

    /// <summary>Takes the turn of a worker that has nothing to do.</summary>
    public Activation? TakeIdle()
    {
        foreach (var worker in Workers)
        {
            if (worker.TryEnterIdle())
                return worker;
        }

        return null;
    }

    /// <summary>A new worker while there may be one more, whose first turn the caller runs; otherwise any.</summary>
    public Activation Choose(out bool added)
    {
        lock (this)
        {
            added = _workers.Length < grainClass.MaxWorkers;
            if (!added)
                return _workers[_turn++ % (uint)_workers.Length];
            var worker = new Activation(grainClass, key);
            Volatile.Write(ref _workers, [.. _workers, worker]);
            return worker;
        }
    }

    public void Remove(Activation worker)
    {
        lock (this)
            Volatile.Write(ref _workers, [.. _workers.Where(other => !ReferenceEquals(other, worker))]);
    }
}
