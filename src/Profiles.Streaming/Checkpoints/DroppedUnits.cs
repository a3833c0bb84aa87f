namespace Profiles.Streaming.Checkpoints;

/// <summary>
/// The units of one partition whose state in memory was lost while the process lives on: a fold failed half-way, or a
/// deactivation could not write. The pump delivers to them again what their written state lacks.
/// </summary>
/// <remarks>
/// No checkpoint may be committed whose sweep overlaps a loss: the unit would be asked for its state while it lacks
/// records below the position. <see cref="Losses"/> tells: it must be the same before and after, with nothing to
/// recover.
/// </remarks>
internal sealed class DroppedUnits
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = [];
    private long _losses;

    /// <summary>How often a state was lost since the process started.</summary>
    public long Losses => Interlocked.Read(ref _losses);

    /// <summary>Whether none waits to be recovered.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _keys.Count == 0;
        }
    }

    public void Add(string grainKey)
    {
        lock (_lock)
        {
            _keys.Add(grainKey);
            _losses++;
        }
    }

    public void Remove(string grainKey)
    {
        lock (_lock) _keys.Remove(grainKey);
    }

    public string[] ToArray()
    {
        lock (_lock) return [.. _keys];
    }
}
