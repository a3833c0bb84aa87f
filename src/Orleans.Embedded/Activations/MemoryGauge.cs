namespace Orleans.Embedded.Activations;

/// <summary>How much memory is in use.</summary>
internal class MemoryGauge
{
    /// <summary>How often all of memory has been collected.</summary>
    public virtual int Collections => GC.CollectionCount(GC.MaxGeneration);

    /// <summary>The managed bytes in use and the bytes the process may use.</summary>
    public virtual (long Used, long Available) Read() =>
        (GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Has all of memory collected in the background.</summary>
    public virtual void RequestCollection() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
}
