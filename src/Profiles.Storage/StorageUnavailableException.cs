namespace Profiles.Storage;

/// <summary>
/// The disk refused a write or a flush (full, unwritable, failing). Nothing of the request was acknowledged; the same
/// request may be made again and succeeds once the disk does.
/// </summary>
public sealed class StorageUnavailableException : IOException
{
    public StorageUnavailableException(string reason, Exception? cause = null)
        : base(reason, cause)
    {
    }

    public string Reason => Message;
}
