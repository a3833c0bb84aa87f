namespace Profiles.Storage.States;

/// <summary>Where the entry of a key is: file number, and offset and size in units of 8 bytes. 12 bytes.</summary>
internal readonly record struct StateLocation(uint File, uint Offset8, uint Size8)
{
    public long Offset => (long)Offset8 * 8;

    public int Size => (int)(Size8 * 8);

    public static StateLocation Of(long file, long offset, int size) =>
        new(checked((uint)file), checked((uint)(offset / 8)), (uint)size / 8);
}
