namespace Profiles.Core.Folding.Aggregators;

/// <summary>What decayed sums are kept of. The numbers are stored and order the keys; 0 to 7.</summary>
internal enum AffinityDimension : byte
{
    Genre = 0,
    Tag = 1,
    Series = 2,
    Kind = 3,
    Device = 4,
    HourOfWeek = 5,
}
