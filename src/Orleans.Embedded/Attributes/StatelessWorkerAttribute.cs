namespace Orleans.Concurrency;

/// <summary>Lets a grain have several activations at a time, so its requests run in parallel.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>As many activations as there are processors.</summary>
    public StatelessWorkerAttribute()
        : this(Environment.ProcessorCount)
    {
    }

    /// <summary>At most this many activations, 1 or more.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLocalWorkers, 1);
        MaxWorkers = maxLocalWorkers;
    }

    internal int MaxWorkers { get; }
}
