using System.Text;
using Profiles.Storage.Slates;

namespace Profiles.Storage.Tests.Slates;

public sealed class SlateLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "slates");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Entries_WhenReadBack_AreInOrder()
    {
        using (var log = new SlateLog(Path)) Append(log, 0, 500);
        using (var again = new SlateLog(Path)) Append(again, 500, 10);

        Assert.Equal(Enumerable.Range(0, 510).Select(Text), Read());
    }

    [Fact]
    public void Entries_WhenFlushed_AreSeenWhileTheLogIsOpen()
    {
        using var log = new SlateLog(Path);
        Append(log, 0, 3);
        log.Flush();

        Assert.Equal(3, Read().Count());
    }

    [Fact]
    public void Log_WhenItsBoundIsReached_LosesTheOldest()
    {
        using (var log = new SlateLog(Path, maxBytes: 4000, fileBytes: 1000)) Append(log, 0, 1000);

        var kept = Read().ToList();

        Assert.True(Directory.EnumerateFiles(Path).Sum(file => new FileInfo(file).Length) <= 5000);
        Assert.Equal(Text(999), kept[^1]);
        Assert.Equal(Enumerable.Range(1000 - kept.Count, kept.Count).Select(Text), kept);
        Assert.InRange(kept.Count, 50, 500);
    }

    [Fact]
    public void Entry_WhenTornAtTheEnd_IsAsIfNeverWritten()
    {
        using (var log = new SlateLog(Path)) Append(log, 0, 10);
        var file = Directory.EnumerateFiles(Path).Single();
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - 3);
        using (var again = new SlateLog(Path)) Append(again, 10, 5);

        Assert.Equal(Enumerable.Range(0, 15).Where(n => n != 9).Select(Text), Read());
    }

    [Fact]
    public void File_WhenItIsNoSlateLog_IsPassedOver()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "00000001.slates"), "something else");
        using (var log = new SlateLog(Path)) Append(log, 0, 2);

        Assert.Equal(2, Read().Count());
    }

    [Fact]
    public void Read_WhenThereIsNoFolder_IsEmpty() => Assert.Empty(Read());

    private static void Append(SlateLog log, int first, int count)
    {
        for (var i = first; i < first + count; i++) log.Append(Encoding.UTF8.GetBytes(Text(i)));
    }

    private static string Text(int number) => $"slate {number:000000}";

    private IEnumerable<string> Read() => SlateLog.Read(Path).Select(entry => Encoding.UTF8.GetString(entry.Span));
}
