namespace Profiles.Cli.Importing;

/// <summary>Where an import goes: the data folder, or a server that has it open.</summary>
internal interface IImportTarget : IAsyncDisposable
{
    /// <summary>Makes a batch of NDJSON lines durable, waiting while the target is overloaded.</summary>
    Task<BatchOutcome> SendAsync(ImportKind kind, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    /// <summary>Waits until profiles include what was sent, where that is this process's work.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
