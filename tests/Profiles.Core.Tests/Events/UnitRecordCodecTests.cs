using System.Buffers;
using FsCheck.Fluent;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Hashing;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Events;

public sealed class UnitRecordCodecTests
{
    private static readonly UnitKey Unit = UnitKey.User("acme", "user é/1");

    public static TheoryData<UnitRecord> Records =>
    [
        new UnitRecord.Viewing(Whole),
        new UnitRecord.Viewing(Whole with { UserId = Unit.Id, DeviceId = null, Extensions = default }),
        new UnitRecord.Viewing(Whole with { UserId = null }),
        new UnitRecord.DeviceLinked("u", 3),
        new UnitRecord.DeviceUnlinked(3),
    ];

    public static ViewingEvent Whole { get; } = new()
    {
        Id = "e1", UserId = "someone", DeviceId = "d1", ContentId = "0054890", Type = ViewingEventType.Complete,
        OccurredAtUnixMs = 1_381_945_744_123, PositionSeconds = 12.5, DurationSeconds = 5400, Value = 0.25,
        SessionId = "s1", Device = "tv", Territory = "GB", SlateId = "sl1", ContentRevision = 300,
        Extensions = "{\"a\":1}"u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Decode_WhenEncoded_GivesTheSameRecord(UnitRecord record)
    {
        var bytes = Encode(record);

        Assert.Equal(Unit, UnitRecordCodec.Decode(bytes, new Utf8StringPool(), out var decoded));
        Assert.Equal(record, decoded);
    }

    [Fact]
    public void Decode_WhenAProfileWasMerged_GivesItsSnapshot()
    {
        var bytes = Encode(new UnitRecord.ProfileMerged("d", 2, [1, 2, 3]));

        UnitRecordCodec.Decode(bytes, new Utf8StringPool(), out var decoded);
        var merged = Assert.IsType<UnitRecord.ProfileMerged>(decoded);
        Assert.Equal(("d", 2), (merged.FromDevice, merged.Generation));
        Assert.Equal([1, 2, 3], merged.Snapshot);
    }

    [Fact]
    public void Decode_WhenAUnitWasExposed_GivesTheExposure()
    {
        var exposure = new Exposure
        {
            Experiment = "home-model", Variant = "treatment", BucketVersion = 2, OccurredAtUnixMs = 1_381_945_744_123,
            HashAttribute = "deviceId", HashValue = "d é", PlanVersion = 17, SlateId = "s1",
            Dimensions = [new("device", "tv"), new("territory", "GB")],
        };

        UnitRecordCodec.Decode(Encode(new UnitRecord.Exposed(exposure)), new Utf8StringPool(), out var decoded);
        var read = Assert.IsType<UnitRecord.Exposed>(decoded).Exposure;
        Assert.Equal(exposure.Dimensions, read.Dimensions.AsEnumerable());
        Assert.Equal(exposure, read with { Dimensions = exposure.Dimensions });
    }

    [Fact]
    public void Decode_WhenAMergedDeviceHadAssignments_GivesThem()
    {
        var assignments = UnitAssignments.None.With(new Exposure
        {
            Experiment = "e", Variant = "b", BucketVersion = 1, OccurredAtUnixMs = 5, HashAttribute = "id",
            HashValue = "d",
        });
        var bytes = Encode(new UnitRecord.ProfileMerged("d", 2, [1, 2, 3]) { Assignments = assignments });

        UnitRecordCodec.Decode(bytes, new Utf8StringPool(), out var decoded);
        var merged = Assert.IsType<UnitRecord.ProfileMerged>(decoded);
        Assert.Equal([1, 2, 3], merged.Snapshot);
        Assert.Equal([new UnitAssignment("e", 1, "b", 5)], merged.Assignments.All.ToArray());
    }

    [Fact]
    public void EncodeEvent_WhenGivenARevision_StampsIt()
    {
        var buffer = new ArrayBufferWriter<byte>();
        UnitRecordCodec.EncodeEvent(buffer, Unit, Whole, 77);

        UnitRecordCodec.Decode(buffer.WrittenSpan, new Utf8StringPool(), out var decoded);
        Assert.Equal(Whole with { ContentRevision = 77 }, Assert.IsType<UnitRecord.Viewing>(decoded).Event);
    }

    [Fact]
    public void PeekUnit_WhenEncoded_GivesTheUnitAndBytesOfItsHash()
    {
        var bytes = Encode(new UnitRecord.DeviceUnlinked(1));

        Assert.Equal(Unit, UnitRecordCodec.PeekUnit(bytes, new Utf8StringPool()));
        Assert.Equal(Unit.Hash128(), StableHash.Hash128(UnitRecordCodec.PeekUnitBytes(bytes)));
    }

    [Theory]
    [InlineData(0, 9, "version 9")]
    [InlineData(1, 9, "kind 9")]
    [InlineData(2, 9, "Unit kind 9")]
    public void Decode_WhenOfANewerBuild_NamesWhatItDoesNotKnow(int position, byte value, string named)
    {
        var bytes = Encode(new UnitRecord.DeviceUnlinked(1));
        bytes[position] = value;

        var exception = Assert.Throws<UnknownRecordException>(
            () => UnitRecordCodec.Decode(bytes, new Utf8StringPool(), out _));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_WhenBytesAreDamaged_ThrowsNothingElse() => Laws.Hold(
        from cut in Gen.Choose(0, 200)
        from mutations in Gen.ArrayOf(Gen.Choose(0, 65_535), 4)
        select (cut, mutations),
        damage =>
        {
            var bytes = Encode(new UnitRecord.Viewing(Whole));
            foreach (var mutation in damage.mutations) bytes[(mutation >> 8) % bytes.Length] = (byte)mutation;
            bytes = bytes[..Math.Min(bytes.Length, damage.cut)];
            try
            {
                UnitRecordCodec.Decode(bytes, new Utf8StringPool(16), out _);
            }
            catch (Exception exception) when (exception is InvalidDataException or UnknownRecordException)
            {
                Assert.NotEmpty(exception.Message);
            }
        },
        runs: 2000);

    [Fact]
    public void DedupeKey_WhenUnitOrIdDiffers_Differs()
    {
        var keys = new[]
        {
            UnitRecordCodec.DedupeKey(Unit, "a"), UnitRecordCodec.DedupeKey(Unit, "b"),
            UnitRecordCodec.DedupeKey(UnitKey.User("acme", "a"), "a"),
            UnitRecordCodec.DedupeKey(UnitKey.Device("acme", "a"), "a"),
            UnitRecordCodec.DedupeKey(UnitKey.User("acm", "ea"), "a"),
        };

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(UnitRecordCodec.DedupeKey(Unit, "a"), keys[0]);
    }

    private static byte[] Encode(UnitRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        UnitRecordCodec.Encode(buffer, Unit, record);
        return buffer.WrittenSpan.ToArray();
    }
}
