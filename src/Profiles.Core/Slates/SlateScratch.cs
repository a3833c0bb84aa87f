namespace Profiles.Core.Slates;

/// <summary>
/// The memory that making a slate takes, used again and again: about 150 KB, and 8 bytes a content of the catalogue.
/// One user at a time.
/// </summary>
public sealed class SlateScratch
{
    internal CandidateList Candidates { get; } = new();

    internal Diversity Diversity { get; } = new();

    internal Exploration Exploration { get; } = new();

    internal ReasonFinder Reasons { get; } = new();

    internal ulong[] Keys { get; } = new ulong[CandidateList.Max];

    internal int[] Ranked { get; } = new int[CandidateList.Max];

    internal float[] Propensities { get; } = new float[CandidateList.Max];

    internal bool[] IsExplored { get; } = new bool[CandidateList.Max];

    /// <summary>Among whom the places were drawn that were left to chance, the first few of it.</summary>
    internal int[] Pool { get; } = new int[Exploration.MaxPool];

    internal int PoolSize { get; set; }

    /// <summary>How many places were.</summary>
    internal int PoolPlaces { get; set; }
}
