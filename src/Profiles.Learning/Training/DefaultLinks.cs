using System.Collections.Immutable;
using Profiles.Core.Models;
using Profiles.Learning.Links;

namespace Profiles.Learning.Training;

/// <summary>The links that are trained unless configured; chosen on validation parts.</summary>
public static class DefaultLinks
{
    /// <summary>Of a log with times: what is watched lately and in one sitting says more than the order.</summary>
    public static ImmutableSortedDictionary<LinkKind, LinkOptions> OfLogs { get; } =
        new Dictionary<LinkKind, LinkOptions>
        {
            [LinkKind.Transitions] = new()
            {
                MaxDistance = 3,
                ForwardDecay = 0.5f,
                SourceExponent = 1,
                MaxRow = 100,
                Shrinkage = 5,
                HistoryDecay = 0.5f,
            },
            [LinkKind.CoWatched] = new()
            {
                MaxDistance = 30,
                ForwardDecay = 0.95f,
                BackwardWeight = 1,
                BackwardDecay = 0.95f,
                SourceExponent = 1,
                MaxRow = 100,
                Shrinkage = 10,
                HistoryDecay = 0.9f,
            },
            [LinkKind.CoWatchedLately] = new()
            {
                MaxDistance = 30,
                ForwardDecay = 0.95f,
                BackwardWeight = 1,
                BackwardDecay = 0.95f,
                SourceExponent = 1,
                MaxRow = 100,
                Shrinkage = 5,
                HalfLifeDays = 15,
                HistoryDecay = 0.9f,
            },
            [LinkKind.SameSession] = new()
            {
                MaxDistance = 10,
                ForwardDecay = 0.8f,
                BackwardWeight = 1,
                BackwardDecay = 0.8f,
                SourceExponent = 1,
                MaxRow = 100,
                Shrinkage = 5,
                MaxGapHours = 1,
                HistoryDecay = 0.7f,
            },
        }.ToImmutableSortedDictionary();

    /// <summary>Of sequences without times.</summary>
    public static ImmutableSortedDictionary<LinkKind, LinkOptions> OfSequences { get; } =
        new Dictionary<LinkKind, LinkOptions>
        {
            [LinkKind.Transitions] = new()
            {
                ForwardDecay = 0.8f,
                SourceExponent = 0.15f,
                TargetExponent = 0.15f,
                MaxRow = 400,
                HistoryDecay = 0.7f,
                Scale = 0,
            },
            [LinkKind.CoWatched] = new()
            {
                ForwardDecay = 0.9f,
                BackwardWeight = 0.7f,
                BackwardDecay = 0.9f,
                SourceExponent = 0.45f,
                TargetExponent = 0.15f,
                MaxRow = 400,
                HistoryDecay = 0.7f,
                Scale = 0,
            },
        }.ToImmutableSortedDictionary();
}
