using Microsoft.Extensions.DependencyInjection;
using Profiles.Cli.Hosting;
using Profiles.Contracts;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Cli.Importing;

/// <summary>The data folder itself, opened by this process alone.</summary>
internal sealed class LocalTarget : IImportTarget
{
    // The one tenant there is; the API takes it from one place too.
    private const string Tenant = "default";
    private const int MaxTries = 600;

    // A batch of a file is bounded by ImportBatch, not by what one request may hold.
    private static readonly EventLimits Limits = EventLimits.Default with { MaxBatchEvents = 2 * ImportBatch.MaxLines };

    private readonly LocalPlatform _platform;
    private readonly IEventIngestion _ingestion;
    private readonly IContentCatalogue _catalogue;
    private readonly ViewingEventParser _events = new(Limits, new Utf8StringPool());
    private readonly ContentParser _contents = new(Limits);

    private LocalTarget(LocalPlatform platform)
    {
        _platform = platform;
        _ingestion = platform.Services.GetRequiredService<IEventIngestion>();
        _catalogue = platform.Services.GetRequiredService<IContentCatalogue>();
    }

    public static async Task<LocalTarget> OpenAsync(string dataPath, CancellationToken cancellationToken) =>
        new(await LocalPlatform.StartAsync(dataPath, cancellationToken));

    public Task<BatchOutcome> SendAsync(
        ImportKind kind, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        kind == ImportKind.Events
            ? SendEventsAsync(lines, cancellationToken)
            : SendContentAsync(lines, cancellationToken);

    public Task FinishAsync(CancellationToken cancellationToken) => _platform.WaitUntilFoldedAsync(cancellationToken);

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    private async Task<BatchOutcome> SendEventsAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var batch = _events.Parse(EventFormat.Ndjson, lines.Span, now);
        if (batch.Events.Count == 0) return new BatchOutcome(0, 0, batch.Rejections);

        var result = await PatientlyAsync(
            () => _ingestion.AppendAsync(Tenant, batch.Events, cancellationToken), cancellationToken);
        return new BatchOutcome(result.Accepted, result.Duplicates, batch.Rejections);
    }

    private async Task<BatchOutcome> SendContentAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var batch = _contents.Parse(EventFormat.Ndjson, lines.Span);
        if (batch.Contents.Count == 0) return new BatchOutcome(0, 0, batch.Rejections);

        var changed = await PatientlyAsync(
            () => _catalogue.UpsertAsync(batch.Contents, cancellationToken), cancellationToken);
        return new BatchOutcome(changed, batch.Contents.Count - changed, batch.Rejections);
    }

    private static async Task<T> PatientlyAsync<T>(Func<ValueTask<T>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send();
            }
            catch (IngestionRefusedException refused) when (refused.Code == "overloaded" && attempt < MaxTries)
            {
                await Task.Delay(refused.RetryAfter, cancellationToken);
            }
        }
    }
}
