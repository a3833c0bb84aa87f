using System.Collections.Immutable;
using Profiles.Core.Ranking;

namespace Profiles.Core.Slates;

/// <summary>What is shown. Immutable.</summary>
/// <param name="SlateId">Its id; events about it carry it.</param>
/// <param name="ModelVersion">The version of the model that scored it.</param>
/// <param name="Surface">Where it is shown.</param>
/// <param name="Items">The contents, the best first.</param>
/// <param name="Rows">
/// The signals that each was scored with, <see cref="RankingSignals.RowLength"/> values an item, in their order.
/// </param>
/// <param name="IsFallback">Whether popular contents fill what the surface's own sources left open.</param>
/// <param name="IsCold">Whether nothing was known of the viewer.</param>
/// <param name="Note">What the caller should know, in one sentence; null for nothing.</param>
public sealed record Slate(
    string SlateId, string ModelVersion, SlateSurface Surface, ImmutableArray<SlateItem> Items,
    ImmutableArray<float> Rows, bool IsFallback, bool IsCold, string? Note);
