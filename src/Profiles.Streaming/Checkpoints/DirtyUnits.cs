namespace Profiles.Streaming.Checkpoints;

/// <summary>
/// The units of one partition whose state changed since it was last written. A checkpoint first moves them all aside
/// with <see cref="BeginSweep"/>, then takes them in slices; what changes meanwhile is for the next checkpoint.
/// </summary>
internal sealed class DirtyUnits
{
    private readonly Lock _lock = new();
    private HashSet<string> _changed = [];
    private HashSet<string> _sweeping = [];

    public void Add(string grainKey)
    {
        lock (_lock) _changed.Add(grainKey);
    }

    /// <summary>The unit wrote its state of its own accord: no checkpoint need wake it again.</summary>
    public void Remove(string grainKey)
    {
        lock (_lock)
        {
            _changed.Remove(grainKey);
            _sweeping.Remove(grainKey);
        }
    }

    /// <summary>Moves all changed units aside for a sweep, with those that an earlier sweep left behind.</summary>
    public void BeginSweep()
    {
        lock (_lock)
        {
            if (_sweeping.Count > 0) _changed.UnionWith(_sweeping);
            (_changed, _sweeping) = (_sweeping, _changed);
            _changed.Clear();
        }
    }

    /// <summary>Fills the slice with some of the units set aside; leaves it empty when there are no more.</summary>
    public void TakeSlice(List<string> slice, int maxCount)
    {
        slice.Clear();
        lock (_lock)
        {
            foreach (var key in _sweeping)
            {
                slice.Add(key);
                if (slice.Count == maxCount) break;
            }

            foreach (var key in slice) _sweeping.Remove(key);
        }
    }
}
