namespace Profiles.Storage;

/// <summary>Another process has the data folder open.</summary>
public sealed class DataFolderInUseException : IOException
{
    public DataFolderInUseException(string folder, int? processId)
        : base($"The data folder {folder} is in use by {Describe(processId)}. Stop it, or choose another folder.")
    {
        Folder = folder;
        ProcessId = processId;
    }

    public string Folder { get; }

    /// <summary>The process that holds it, when it has said so.</summary>
    public int? ProcessId { get; }

    private static string Describe(int? processId) => processId is { } id ? $"process {id}" : "another process";
}
