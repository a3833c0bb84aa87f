using Profiles.Storage;
using Profiles.Storage.Catalogue;
using Profiles.Storage.EventLog;

namespace Profiles.Cli.Learning;

/// <summary>
/// The log of a data folder, which is not held: a server may be writing meanwhile. Segments are only ever appended to;
/// what is being appended just now is passed over.
/// </summary>
internal sealed class FolderLogSource : ILogSource
{
    // A commit between two looks at the newest segment reads as damage once; again and again, it is damage.
    private const int MaxAttempts = 5;

    private readonly string _path;
    private readonly IReadOnlyList<(int Partition, string Log)> _logs;

    /// <exception cref="CliException">There is no such data folder.</exception>
    public FolderLogSource(string dataPath)
    {
        if (!DataFolder.Exists(dataPath)) throw new CliException($"There is no data folder {dataPath}.");
        _path = dataPath;
        _logs = DataFolder.LogsOf(dataPath);
    }

    public string Name => _path;

    public int Partitions => _logs.Count;

    public IContentStore? OpenCatalogue() =>
        DataFolder.CatalogueOf(_path) is var file && File.Exists(file) ? SqliteContentStore.Open(file) : null;

    public async Task<(IEventLogReader Reader, long LastSequence)> OpenLogAsync(
        int partition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var snapshot = EventLogSnapshot.Open(_logs[partition].Log, _logs[partition].Partition);
                return (snapshot.OpenReader(), snapshot.LastSequence);
            }
            catch (EventLogCorruptException damage)
            {
                if (attempt == MaxAttempts) throw new CliException(damage.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), cancellationToken);
            }
        }
    }
}
