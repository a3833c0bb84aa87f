using System.Text;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Conditions;
using Profiles.Core.Segments;
using Profiles.Storage;
using static Profiles.Streaming.Tests.TestPlatform;

namespace Profiles.Streaming.Tests;

public sealed class SegmentTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("profiles-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Profile_WhenEventsMakeARuleHold_ListsTheSegmentAtOnce()
    {
        await using var platform = await StartAsync(_path);
        await platform.Get<ISegments>().ReplaceAsync(
            [Segment("fans", """{"counters.plays":{"$gte":2}}"""), Segment("all", "{}")], Cancellation);

        var first = await platform.SendAsync(Event("e1", "ann", 1));
        Assert.Equal(["all"], (await platform.ReadAsync(User("ann"), first.Token)).Segments);
        var second = await platform.SendAsync(Event("e2", "ann", 2));
        Assert.Equal(["all", "fans"], (await platform.ReadAsync(User("ann"), second.Token)).Segments);

        await platform.Get<ISegments>().PutAsync(Segment("fans", """{"counters.plays":{"$gte":3}}"""), Cancellation);
        Assert.Equal(["all"], (await platform.Grain(User("ann")).GetAsync()).Segments);
        await platform.Get<ISegments>().RemoveAsync("all", Cancellation);
        Assert.Empty((await platform.Grain(User("ann")).GetAsync()).Segments);
    }

    [Fact]
    public async Task Segments_WhenThePlatformStartsAgain_AreAsTheyWere()
    {
        await using (var platform = await StartAsync(_path))
        {
            await platform.Get<ISegments>().ReplaceAsync([Segment("old", "{}")], Cancellation);
            await platform.Get<ISegments>().PutAsync(Segment("fans", """{"version":{"$gt":1}}"""), Cancellation);
        }

        await using var again = await StartAsync(_path);
        var plan = again.Get<ISegments>().Current;
        Assert.Equal(2, plan.Version);
        Assert.Equal(["fans", "old"], plan.Segments.Select(segment => segment.Definition.Key));
        Assert.Equal("""{"version":{"$gt":1}}""", Compact(plan.Segments[0].Definition.When));
        Assert.Null(await again.Get<ISegments>().RemoveAsync("none", Cancellation));
        Assert.Equal(2, again.Get<ISegments>().Current.Version);
    }

    [Fact]
    public async Task Segments_WhenThereAreAsManyAsMayBe_TakeNoMoreButReplace()
    {
        await using var platform = await StartAsync(_path);
        var segments = platform.Get<ISegments>();
        await segments.ReplaceAsync(
            [.. Enumerable.Range(0, SegmentLimits.MaxSegments).Select(n => Segment($"s{n}", "{}"))], Cancellation);

        Assert.Null(await segments.PutAsync(Segment("more", "{}"), Cancellation));
        Assert.NotNull(await segments.PutAsync(Segment("s7", """{"version":1}"""), Cancellation));
    }

    [Fact]
    public async Task Segment_WhenThisBuildCannotCompileIt_IsKeptAndHoldsNobody()
    {
        await using (var platform = await StartAsync(_path))
            await platform.Get<ISegments>().ReplaceAsync([Segment("a", "{}"), Segment("b", "{}")], Cancellation);
        var file = Path.Combine(_path, "segments.json");
        var text = await File.ReadAllTextAsync(file, Cancellation);
        var at = text.IndexOf("{}", StringComparison.Ordinal);
        text = string.Concat(text.AsSpan(0, at), """{"from.the.future":{"$gt":1}}""", text.AsSpan(at + 2));
        await File.WriteAllTextAsync(file, text, Cancellation);

        await using var again = await StartAsync(_path);
        var plan = again.Get<ISegments>().Current;
        Assert.NotEmpty(plan.Segments[0].Problems);
        var sent = await again.SendAsync(Event("e1", "ann", 1));
        Assert.Equal(["b"], (await again.ReadAsync(User("ann"), sent.Token)).Segments);
    }

    [Fact]
    public async Task Platform_WhenTheSegmentFileIsDamaged_DoesNotStartAndNamesIt()
    {
        await using (await StartAsync(_path))
        {
        }

        await File.WriteAllBytesAsync(Path.Combine(_path, "segments.json"), "{\"formatV"u8.ToArray(), Cancellation);
        var fault = await Assert.ThrowsAsync<StorageCorruptException>(() => StartAsync(_path));
        Assert.Contains("segments.json", fault.Message, StringComparison.Ordinal);
    }

    internal static Segment Segment(string key, string when)
    {
        using var document = JsonDocument.Parse($"{{\"key\":\"{key}\",\"when\":{when}}}");
        var errors = new List<ConditionError>();
        var segment = SegmentJson.Read(document.RootElement, string.Empty, null, errors);
        Assert.Empty(errors);
        return segment!;
    }

    private static string Compact(JsonElement json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) json.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
