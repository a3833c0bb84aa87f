using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Contracts;

/// <summary>The one way into the log. What it has answered for is durable.</summary>
public interface IEventIngestion
{
    /// <summary>Appends validated events of a tenant, each once.</summary>
    /// <exception cref="IngestionRefusedException">
    /// Nothing of the batch is promised: the log cannot take it now.
    /// </exception>
    ValueTask<IngestionResult> AppendAsync(
        string tenant, IReadOnlyList<ViewingEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Appends records to units, each once by its key: what a device grain does with links, merges and with events that
    /// reach it after it was linked. Not held back by lag, since the pumps themselves wait for it.
    /// </summary>
    /// <exception cref="IngestionRefusedException">Nothing is promised: the log cannot take it now.</exception>
    ValueTask<IngestionResult> AppendAsync(IReadOnlyList<UnitAppend> appends, CancellationToken cancellationToken);

    /// <summary>Appends exposures that clients saw, of any units, each once. Held back by lag, as events are.</summary>
    /// <exception cref="IngestionRefusedException">
    /// Nothing of the batch is promised: the log cannot take it now.
    /// </exception>
    ValueTask<IngestionResult> ExposeAsync(IReadOnlyList<UnitAppend> exposures, CancellationToken cancellationToken);
}
