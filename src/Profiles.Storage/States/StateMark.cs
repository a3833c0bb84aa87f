namespace Profiles.Storage.States;

/// <summary>A place in the stream of all files of a store.</summary>
internal readonly record struct StateMark(long File, long Offset) : IComparable<StateMark>
{
    public int CompareTo(StateMark other)
    {
        var byFile = File.CompareTo(other.File);
        return byFile != 0 ? byFile : Offset.CompareTo(other.Offset);
    }
}
