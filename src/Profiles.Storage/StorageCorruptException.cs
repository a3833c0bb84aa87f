namespace Profiles.Storage;

/// <summary>Stored bytes are not what was written. Names the file and the offset of the first bad byte range.</summary>
public class StorageCorruptException : IOException
{
    public StorageCorruptException(string file, long offset, string reason, Exception? cause = null)
        : base($"{file} is damaged at offset {offset}: {reason}", cause)
    {
        File = file;
        Offset = offset;
    }

    public string File { get; }

    public long Offset { get; }
}
