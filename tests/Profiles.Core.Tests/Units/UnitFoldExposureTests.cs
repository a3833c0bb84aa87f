using System.Buffers;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Experiments.Flags;
using Profiles.Core.Units;

namespace Profiles.Core.Tests.Units;

public sealed class UnitFoldExposureTests
{
    private static readonly UnitKey Device = UnitKey.Device("t", "d");
    private static readonly UnitKey User = UnitKey.User("t", "ann");

    [Fact]
    public void Exposure_WhenFirst_IsKept()
    {
        var state = Folded(Met("e", "b", 1));

        Assert.Equal("b", state.Assignments.Find("e", 1));
        Assert.Null(state.Assignments.Find("e", 2));
        Assert.Null(state.Assignments.Find("f", 1));
    }

    [Fact]
    public void Exposure_WhenAnotherVariantFollows_StaysAsItWas()
    {
        var state = Folded(Met("e", "b", 1), Met("e", "a", 1));

        Assert.Equal("b", state.Assignments.Find("e", 1));
    }

    [Fact]
    public void Assignments_WhenABucketVersionIsOlder_AreKnownAsOlder()
    {
        IStickyAssignments sticky = Folded(Met("e", "b", 1), Met("f", "b", 3)).Assignments;
        var unit = AttributeValue.Null;

        Assert.True(sticky.HasOlder("id", unit, "e", 2));
        Assert.False(sticky.HasOlder("id", unit, "e", 1));
        Assert.False(sticky.HasOlder("id", unit, "f", 3));
        Assert.False(sticky.HasOlder("id", unit, "d", 3));
        Assert.Equal("b", sticky.Find("id", unit, "f", 3));
    }

    [Fact]
    public void Assignments_WhenADeviceIsLinked_AreTheUsersWhereTheUserHasNone()
    {
        var device = Folded(Met("e", "b", 1), Met("f", "b", 1));
        var append = UnitFold.AppendFor(Device, device, new UnitRecord.DeviceLinked("ann", 1))!.Value;
        UnitFold.Apply(device, 3, new UnitRecord.DeviceLinked("ann", 1), null);
        var user = Folded(Met("f", "a", 1));
        UnitFold.Apply(user, 2, append.Record, null);

        Assert.Equal(User, append.Unit);
        Assert.Equal(0, device.Assignments.Count);
        Assert.Equal("b", user.Assignments.Find("e", 1));
        Assert.Equal("a", user.Assignments.Find("f", 1));
    }

    [Fact]
    public void Exposure_WhenTheDeviceIsLinked_GoesToTheUser()
    {
        var device = new UnitState();
        UnitFold.Apply(device, 1, new UnitRecord.DeviceLinked("ann", 1), null);
        var late = Met("e", "b", 1);

        var append = UnitFold.AppendFor(Device, device, late)!.Value;
        UnitFold.Apply(device, 2, late, null);

        Assert.Equal(User, append.Unit);
        Assert.Equal(late, append.Record);
        Assert.Equal(0, device.Assignments.Count);
    }

    [Fact]
    public void Exposures_WhenAnythingDiffersThatCounts_HaveKeysOfTheirOwn()
    {
        Exposure[] exposures =
        [
            Of("e", "b", 1), Of("e", "a", 1), Of("e", "b", 2), Of("f", "b", 1),
            Of("e", "b", 1) with { HashValue = "x" },
        ];

        var keys = exposures.Select(exposure => UnitFold.Expose(User, exposure).DedupeKey).ToArray();
        Assert.Equal(keys.Length, keys.Distinct().Count());
        var again = exposures[0] with { OccurredAtUnixMs = 9, SlateId = "s" };
        Assert.Equal(keys[0], UnitFold.Expose(User, again).DedupeKey);
    }

    [Fact]
    public void State_WhenSavedAndLoaded_HasItsAssignments()
    {
        var state = Folded(Met("e", "b", 1), Met("a", "c", 0), Met("e", "a", 0));
        var bytes = new ArrayBufferWriter<byte>();
        UnitStateBytes.Write(state, bytes);

        var read = UnitStateBytes.Read(bytes.WrittenSpan);
        Assert.Equal(state.Assignments.All.ToArray(), read.Assignments.All.ToArray());
        Assert.Equal(state.Profile.LastSequence, read.Profile.LastSequence);
    }

    [Fact]
    public void State_WhenItHasNoAssignments_IsOfTheFirstVersion()
    {
        var bytes = new ArrayBufferWriter<byte>();
        UnitStateBytes.Write(new UnitState(), bytes);

        Assert.Equal(1, bytes.WrittenSpan[0]);
    }

    [Fact]
    public void Assignments_WhenThereAreMoreThanKept_LoseTheEarliest()
    {
        var assignments = UnitAssignments.None;
        for (var i = 0; i <= UnitAssignments.Max; i++)
            assignments = assignments.With(Of($"e{i:000}", "b", 1) with { OccurredAtUnixMs = 1_000 - i });

        Assert.Equal(UnitAssignments.Max, assignments.Count);
        Assert.Null(assignments.Find($"e{UnitAssignments.Max:000}", 1));
        Assert.Equal("b", assignments.Find("e000", 1));
    }

    private static UnitState Folded(params UnitRecord[] records)
    {
        var state = new UnitState();
        for (var i = 0; i < records.Length; i++) UnitFold.Apply(state, i + 1, records[i], null);
        return state;
    }

    private static UnitRecord Met(string experiment, string variant, int bucketVersion) =>
        new UnitRecord.Exposed(Of(experiment, variant, bucketVersion));

    private static Exposure Of(string experiment, string variant, int bucketVersion) => new()
    {
        Experiment = experiment, Variant = variant, BucketVersion = bucketVersion, OccurredAtUnixMs = 5,
        HashAttribute = "id", HashValue = "ann",
    };
}
