namespace Profiles.Storage.EventLog;

/// <summary>
/// A segment is damaged where it was durable: not a torn tail, so nothing is cut and the log does not open.
/// </summary>
public sealed class EventLogCorruptException : StorageCorruptException
{
    public EventLogCorruptException(string file, long offset, string reason, Exception? cause = null)
        : base(file, offset, reason, cause)
    {
    }
}
