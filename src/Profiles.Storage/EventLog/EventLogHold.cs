namespace Profiles.Storage.EventLog;

/// <summary>
/// Holds retention back for a reader that keeps its own position: it deletes no record that the reader has not passed.
/// Everything is held until a position is given; nothing any more once it is disposed.
/// </summary>
public sealed class EventLogHold : IDisposable
{
    private readonly EventLogPartition _log;
    private long _position;

    internal EventLogHold(EventLogPartition log) => _log = log;

    /// <summary>The first record that the reader still needs. Any thread.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        set
        {
            Volatile.Write(ref _position, value);
            _log.Released();
        }
    }

    public void Dispose() => _log.Release(this);
}
