using Profiles.Core.Units;

namespace Profiles.Core.Slates;

/// <summary>A slate as it stands in the slate log: what was shown, and what it was made from.</summary>
/// <param name="SlateId">The slate's id.</param>
/// <param name="ModelVersion">The version of the model.</param>
/// <param name="Unit">Whom it was served to.</param>
/// <param name="ServedAtMs">When, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Surface">Where it was shown.</param>
/// <param name="Device">The kind of device, where known.</param>
/// <param name="Territory">Where the viewer was, where known.</param>
/// <param name="ProfileVersion">The version of the profile.</param>
/// <param name="LastSequence">The last record of the unit's partition that the profile included.</param>
/// <param name="CatalogueRevision">
/// The newest revision of the catalogue, or <see cref="ServedSlate.BetweenRevisions"/>.
/// </param>
/// <param name="TrendAtMs">The moment of the trend snapshot.</param>
/// <param name="TrendPositions">The last record that it counted, of each partition in order.</param>
/// <param name="IsFallback">Whether popular contents filled it.</param>
/// <param name="Items">The contents, in order.</param>
/// <param name="SignalCount">How many signals were logged: the first ones.</param>
/// <param name="ContextCount">How many features of the context were.</param>
public sealed record LoggedSlate(
    string SlateId, string ModelVersion, UnitKey Unit, long ServedAtMs, SlateSurface Surface, string? Device,
    string? Territory, long ProfileVersion, long LastSequence, int CatalogueRevision, long TrendAtMs,
    IReadOnlyList<long> TrendPositions, bool IsFallback, IReadOnlyList<LoggedItem> Items,
    int SignalCount, int ContextCount);
