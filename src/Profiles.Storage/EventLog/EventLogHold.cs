namespace Profiles.Storage.EventLog;

/// <summary>
/// Holds retention back for a reader that keeps its own position: it deletes no record that the reader has not passed.
/// Everything is held until a position is given; nothing any more once it is disposed.
/// </summary>
public sealed class EventLogHold : IDisposable
{
    private readonly Action _moved;
    private readonly Action<EventLogHold> _ended;
    private long _position;

    internal EventLogHold(Action moved, Action<EventLogHold> ended)
    {
        _moved = moved;
        _ended = ended;
    }

    /// <summary>The first record that the reader still needs. Any thread.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        set
        {
            Volatile.Write(ref _position, value);
            _moved();
        }
    }

    public void Dispose() => _ended(this);
}
