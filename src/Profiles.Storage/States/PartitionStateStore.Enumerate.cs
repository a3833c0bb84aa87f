using System.Text;

namespace Profiles.Storage.States;

public sealed partial class PartitionStateStore
{
    private const int EnumerationWindowBytes = 1 << 20;

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Enumerate()
    {
        var (locations, files, staged) = BeginEnumeration();
        try
        {
            var window = new byte[EnumerationWindowBytes];
            var start = 0L;
            var length = 0;
            var number = -1L;
            foreach (var location in locations)
            {
                ReadOnlyMemory<byte> entry;
                if (staged.TryGetValue(location, out var copy))
                {
                    entry = copy;
                }
                else
                {
                    if (location.File != number || location.Offset + location.Size > start + length)
                    {
                        (number, start) = (location.File, location.Offset);
                        if (window.Length < location.Size)
                            window = new byte[location.Size];
                        length = ReadWindow(files[number], window, start);
                    }

                    var at = (int)(location.Offset - start);
                    entry = window.AsMemory(at, Math.Min(location.Size, length - at));
                }

                yield return Decode(entry, files[location.File], location);
            }
        }
        finally
        {
            lock (_gate)
                _enumerations--;
        }
    }

    /// <summary>The flusher opens a file anew after a fault; the new handle is there when the old one is not.</summary>
    private int ReadWindow(StateFile file, byte[] window, long start)
    {
        while (true)
        {
            try
            {
                Microsoft.Win32.SafeHandles.SafeFileHandle handle;
                lock (_gate)
                    handle = file.Handle!;
                return DiskFiles.ReadFully(handle, window, start);
            }
            catch (ObjectDisposedException) when (!_isClosing)
            {
            }
        }
    }

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Decode(
        ReadOnlyMemory<byte> entry, StateFile file, StateLocation location)
    {
        if (StateFormat.ReadEntry(entry.Span, file.Seed) != location.Size)
            throw new StorageCorruptException(file.Path, location.Offset, "the entry is not valid");
        var key = StateFormat.KeyOf(entry.Span);
        var state = entry.Slice(StateFormat.EntryHeaderBytes + key.Length, StateFormat.StateOf(entry.Span).Length);
        return new KeyValuePair<string, ReadOnlyMemory<byte>>(Encoding.UTF8.GetString(key), state);
    }

    /// <summary>
    /// The places of all states in file order, with copies of those that are not in a file yet. No file is deleted
    /// while an enumeration runs.
    /// </summary>
    private (List<StateLocation> Locations, Dictionary<long, StateFile> Files, Dictionary<StateLocation, byte[]> Staged)
        BeginEnumeration()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            _enumerations++;
            var locations = _index.Locations();
            locations.Sort(static (a, b) => a.File != b.File
                ? a.File.CompareTo(b.File)
                : a.Offset8.CompareTo(b.Offset8));
            var staged = new Dictionary<StateLocation, byte[]>();
            foreach (var location in locations)
            {
                var file = _files[location.File];
                if (location.Offset >= file.FlushedLength)
                    staged.Add(location, file.InMemory(location.Offset, location.Size).ToArray());
            }

            return (locations, _files.ToDictionary(), staged);
        }
    }
}
