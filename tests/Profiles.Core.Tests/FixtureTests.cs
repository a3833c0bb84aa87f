using System.Text.Json;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Tests.Events;
using Profiles.Core.Tests.Folding;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Core.Tests;

/// <summary>
/// Bytes and payloads of released versions. Frozen: a build that reads or writes them otherwise needs a new version,
/// and the fixture of the old one stays.
/// </summary>
public sealed class FixtureTests
{
    private const int EventCount = 300;

    private static readonly ContentTraits[] Catalogue =
    [
        .. Enumerable.Range(0, 30).Select(i => new ContentTraits(
            $"c{i}", (ContentKind)(1 + i % 5), [$"genre {i % 5}", $"genre é {i % 3}"],
            [.. Enumerable.Range(0, i % 4).Select(tag => $"tag {i}-{tag}")], i % 3 == 0 ? $"s{i}" : null)),
    ];

    public static UnitKey Unit { get; } = UnitKey.Device("acme", "device é/1");

    public static TheoryData<string, UnitRecord> Records => new()
    {
        { "record-viewing-v1.bin", new UnitRecord.Viewing(UnitRecordCodecTests.Whole) },
        { "record-linked-v1.bin", new UnitRecord.DeviceLinked("user é", 300) },
        { "record-unlinked-v1.bin", new UnitRecord.DeviceUnlinked(300) },
    };

    /// <summary>A history of 100 days that reaches every part of a profile, some of it late.</summary>
    public static Profile Fold()
    {
        var profile = new Profile(new FoldOptions { MaxRecent = 10, MaxKeys = 16 });
        for (var i = 0; i < EventCount; i++)
        {
            var content = i * 7 % Catalogue.Length;
            var at = 1_760_000_000_000 + i * 8L * 3_600_000 + i % 7 * 60_000 - (i % 50 == 49 ? 30 * 86_400_000L : 0);
            ProfileFold.Apply(
                profile,
                new ViewingEvent
                {
                    Id = $"event {i}",
                    DeviceId = "d",
                    Type = (ViewingEventType)(1 + i % ViewingEventTypes.Count),
                    OccurredAtUnixMs = at,
                    ContentId = i % 17 == 0 ? null : $"c{content}",
                    PositionSeconds = i % 4 == 0 ? null : i % 90 * 10.25,
                    DurationSeconds = i % 5 == 0 ? null : 900,
                    Device = i % 3 == 0 ? "tv" : "phone",
                    Value = i % 2 == 0 ? null : i % 10 / 10.0,
                },
                Catalogue[content]);
        }

        profile.LastSequence = 123_456;
        return profile;
    }

    [Fact]
    public void Profile_WhenOfVersion1_IsReadWrittenAndFoldedTheSame()
    {
        var frozen = Bytes("profile-v1.bin");

        Assert.Equal(frozen, History.Bytes(Fold()));
        Assert.Equal(frozen, History.Bytes(ProfileCodec.Read(frozen)));
        var view = ProfileFold.Finish(ProfileCodec.Read(frozen));
        Assert.Equal((EventCount, 123_456, 6), (view.Counters.Events, view.LastSequence, view.LateEvents));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_WhenOfVersion1_IsReadTheSame(string file, UnitRecord expected)
    {
        Assert.Equal(Unit, UnitRecordCodec.Decode(Bytes(file), new Utf8StringPool(), out var record));
        Assert.Equal(expected, record);
    }

    [Fact]
    public void MergedRecord_WhenOfVersion1_IsReadTheSame()
    {
        UnitRecordCodec.Decode(Bytes("record-merged-v1.bin"), new Utf8StringPool(), out var record);

        var merged = Assert.IsType<UnitRecord.ProfileMerged>(record);
        Assert.Equal(("d", 1), (merged.FromDevice, merged.Generation));
        Assert.Equal([1, 2, 255], merged.Snapshot);
    }

    [Fact]
    public void Events_WhenOfSchema1_0_AreAllAcceptedAndMeanTheSame()
    {
        var batch = EventText.Parser().Parse(EventFormat.Ndjson, Bytes("viewing-event-1.0.ndjson"), EventText.Now);

        Assert.Empty(batch.Rejections);
        Assert.Equal(Enum.GetValues<ViewingEventType>(), batch.Events.Select(e => e.Type).Distinct().Order());
        Assert.Equal(UnitRecordCodecTests.Whole with { ContentRevision = 0, DeviceId = "d1" }, batch.Events[0]);
    }

    [Fact]
    public void Schema_WhenPublished_IsTheFrozenOneOfItsVersion()
    {
        var frozen = Bytes($"viewing-event-{ViewingEventSchema.Version}.schema.json");

        Assert.Equal(System.Text.Encoding.UTF8.GetString(frozen), ViewingEventSchema.Json);
        using var schema = JsonDocument.Parse(ViewingEventSchema.Json);
        Assert.EndsWith(":" + ViewingEventSchema.Version, schema.RootElement.GetProperty("$id").GetString()!);
        Assert.Equal(
            Enum.GetValues<ViewingEventType>().Select(type => type.Name()),
            schema.RootElement.GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray()
                .Select(name => name.GetString()));
    }

    private static byte[] Bytes(string file) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", file));
}
