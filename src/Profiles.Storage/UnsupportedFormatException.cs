namespace Profiles.Storage;

/// <summary>A file was written by a newer release in a format that this one does not read.</summary>
public sealed class UnsupportedFormatException : IOException
{
    public UnsupportedFormatException(string file, long found, long supported)
        : base($"{file} has format version {found}; this program reads up to version {supported}. Use a newer release.")
    {
        File = file;
        FoundVersion = found;
        SupportedVersion = supported;
    }

    public string File { get; }

    public long FoundVersion { get; }

    public long SupportedVersion { get; }
}
