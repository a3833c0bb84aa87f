using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of a stateless worker grain: as many as it needs, up to its maximum.</summary>
internal sealed class WorkerPool(GrainClass grainClass, IdSpan key)
{
    private Activation[] _workers = [];
    private uint _turn;
    private bool _isClosed;

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

    /// <summary>
    /// A new worker while there may be one more, whose first turn the caller runs; otherwise any. Null once the last
    /// worker has left: the pool is then no longer the one of its key.
    /// </summary>
    public Activation? Choose(out bool added)
    {
        lock (this)
        {
            added = !_isClosed && _workers.Length < grainClass.MaxWorkers;
            if (_isClosed)
                return null;
            if (!added)
                return _workers[_turn++ % (uint)_workers.Length];
            var worker = new Activation(grainClass, key);
            Volatile.Write(ref _workers, [.. _workers, worker]);
            return worker;
        }
    }

    /// <summary>Removes a worker; says whether it was the last one, which closes the pool.</summary>
    public bool Remove(Activation worker)
    {
        lock (this)
        {
            Volatile.Write(ref _workers, [.. _workers.Where(other => !ReferenceEquals(other, worker))]);
            return _isClosed = _workers.Length == 0;
        }
    }
}
