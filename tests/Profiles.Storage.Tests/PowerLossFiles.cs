using Microsoft.Win32.SafeHandles;

namespace Profiles.Storage.Tests;

/// <summary>
/// Remembers what of each file has been flushed. <see cref="LosePower"/> leaves a folder as a power loss might: what
/// was flushed is there, of what was only written any of the 512-byte sectors may be.
/// </summary>
internal sealed class PowerLossFiles : DiskFiles
{
    private const int SectorBytes = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<SafeFileHandle, string> _paths = [];
    private readonly Dictionary<string, byte[]> _durable = [];

    public override SafeFileHandle Create(string path)
    {
        lock (_gate)
        {
            var handle = base.Create(path);
            _paths[handle] = path;
            _durable[path] = [];
            return handle;
        }
    }

    public override SafeFileHandle OpenWrite(string path)
    {
        lock (_gate)
        {
            var handle = base.OpenWrite(path);
            _paths[handle] = path;
            _durable.TryAdd(path, File.ReadAllBytes(path));
            return handle;
        }
    }

    public override void Flush(SafeFileHandle file)
    {
        lock (_gate)
        {
            base.Flush(file);
            var path = _paths[file];
            if (File.Exists(path))
                _durable[path] = ReadAll(path);
        }
    }

    public override void Replace(string from, string to)
    {
        lock (_gate)
        {
            base.Replace(from, to);
            _durable[to] = _durable[from];
            _durable.Remove(from);
        }
    }

    public override void Delete(string path)
    {
        lock (_gate)
        {
            base.Delete(path);
            _durable.Remove(path);
        }
    }

    /// <summary>Writes the files as they may be found after a loss of power at this moment.</summary>
    public void LosePower(string from, string to, Random random)
    {
        Directory.CreateDirectory(to);
        lock (_gate)
        {
            foreach (var (path, durable) in _durable.Where(file => file.Key.StartsWith(from, StringComparison.Ordinal)))
            {
                var written = ReadAll(path);
                var found = random.Next(2) == 0 ? durable.ToArray() : Extend(durable, written.Length);
                for (var at = 0; at < found.Length; at += SectorBytes)
                {
                    var size = Math.Min(SectorBytes, Math.Min(found.Length, written.Length) - at);
                    if (size > 0 && random.Next(2) == 0)
                        written.AsSpan(at, size).CopyTo(found.AsSpan(at));
                }

                File.WriteAllBytes(Path.Combine(to, Path.GetFileName(path)), found);
            }
        }
    }

    private static byte[] Extend(byte[] bytes, int length)
    {
        var longer = new byte[Math.Max(bytes.Length, length)];
        bytes.CopyTo(longer, 0);
        return longer;
    }

    private static byte[] ReadAll(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];

        // The log may cut the file while it is read: then its end is where reading ends.
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
