using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Streaming.Tests.EventHubs;

/// <summary>A log that refuses as long as it is told to.</summary>
internal sealed class RefusingIngestion(IEventIngestion inner) : IEventIngestion
{
    private int _refusalsLeft;

    /// <summary>Told of each refusal.</summary>
    public Action Refused { get; set; } = () => { };

    public void Refuse(int times) => _refusalsLeft = times;

    public ValueTask<IngestionResult> AppendAsync(
        string tenant, IReadOnlyList<ViewingEvent> events, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _refusalsLeft) < 0) return inner.AppendAsync(tenant, events, cancellationToken);
        Refused();
        throw new IngestionRefusedException("overloaded", "Folding lags behind.", TimeSpan.FromMilliseconds(1));
    }

    public ValueTask<IngestionResult> AppendAsync(
        IReadOnlyList<UnitAppend> appends, CancellationToken cancellationToken) =>
        inner.AppendAsync(appends, cancellationToken);

    public ValueTask<IngestionResult> ExposeAsync(
        IReadOnlyList<UnitAppend> exposures, CancellationToken cancellationToken) =>
        inner.ExposeAsync(exposures, cancellationToken);
}
