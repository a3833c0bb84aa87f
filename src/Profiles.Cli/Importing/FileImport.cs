using System.Buffers;
using Profiles.Core.Events;

namespace Profiles.Cli.Importing;

/// <summary>Sends the lines of files, in batches, and says line by line what was rejected.</summary>
internal sealed class FileImport(IImportTarget target, ImportKind kind, CliConsole console)
{
    /// <summary>The most rejected lines that are printed; the others are counted.</summary>
    public const int MaxPrinted = 1000;

    private readonly ImportBatch _batch = new();
    private string _file = "";

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Sends one file.</summary>
    /// <param name="file">The file, as the caller named it.</param>
    /// <param name="form">What its lines look like.</param>
    /// <param name="done">Told how many bytes of it have been sent.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    public async Task SendAsync(
        string file, ILineForm form, IProgress<long> done, CancellationToken cancellationToken)
    {
        _file = file;
        using var lines = new LineReader(File.OpenRead(file));
        while (Fill(lines, form))
        {
            await SendBatchAsync(cancellationToken);
            done.Report(lines.BytesRead);
        }
    }

    /// <summary>Sends lines that were made from a whole document.</summary>
    public async Task SendAsync(
        string file, IEnumerable<ReadOnlyMemory<byte>> lines, CancellationToken cancellationToken)
    {
        _file = file;
        var number = 0;
        foreach (var line in lines)
        {
            _batch.Writer.Write(line.Span);
            _batch.Added(++number);
            if (_batch.IsFull) await SendBatchAsync(cancellationToken);
        }

        await SendBatchAsync(cancellationToken);
    }

    /// <summary>Says how many rejected lines were not printed, if any, and the sums.</summary>
    public void Summarise()
    {
        if (Rejected > MaxPrinted) console.Error.WriteLine($"... and {Rejected - MaxPrinted} more rejected");
        console.Out.WriteLine($"accepted {Accepted}, duplicates {Duplicates}, rejected {Rejected}");
    }

    // False where there is nothing left to send.
    private bool Fill(LineReader lines, ILineForm form)
    {
        while (!_batch.IsFull)
        {
            if (!lines.TryRead(out var line, out var isTooLong)) return _batch.Count > 0;
            if (isTooLong)
            {
                Reject(lines.LineNumber, RejectionCodes.EventTooLarge, $"More than {LineReader.MaxLineBytes} bytes.");
                continue;
            }

            if (line.Trim(" \t"u8).IsEmpty) continue;
            if (form.Write(line, lines.LineNumber, _batch.Writer) is { } rejection)
                Reject(lines.LineNumber, rejection.Code, rejection.Reason);
            else
                _batch.Added(lines.LineNumber);
        }

        return true;
    }

    private async Task SendBatchAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0) return;
        var outcome = await target.SendAsync(kind, _batch.Lines, cancellationToken);
        Accepted += outcome.Accepted;
        Duplicates += outcome.Duplicates;
        foreach (var rejection in outcome.Rejected) Reject(_batch.LineOf(rejection), rejection.Code, rejection.Reason);
        _batch.Clear();
    }

    private void Reject(int line, string code, string reason)
    {
        if (++Rejected <= MaxPrinted) console.Error.WriteLine($"{_file}:{line}:{code}: {reason}");
    }
}
