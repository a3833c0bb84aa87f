using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Api.Tests.Fakes;
using Profiles.Contracts.Messages;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Assignments;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Features;
using Profiles.Core.Slates;

namespace Profiles.Api.Tests.Messages;

/// <summary>Values of Core arrive at another host as they left.</summary>
public sealed class MessageJsonTests
{
    private static readonly Exposure Exposure = new()
    {
        Experiment = "slates", Variant = "b", BucketVersion = 2, OccurredAtUnixMs = 1_767_225_600_000,
        HashAttribute = "id", HashValue = "u1", PlanVersion = 7, SlateId = "s", Dimensions = [new("device", "tv")],
    };

    [Fact]
    public void Profile_WhenSent_ArrivesWhole()
    {
        AssertSame(SomeProfile.Full());
        AssertSame(SomeProfile.Empty);
    }

    [Fact]
    public void Slate_WhenSent_ArrivesWhole() => AssertSame(new Slate(
        "id", "model", SlateSurface.Live,
        [new SlateItem("c1", 3, float.NegativeInfinity, SlateSource.Trending, default, "c2", "text", 0.25f)],
        [1.5f, float.NaN], IsFallback: true, IsCold: false, "note"));

    [Fact]
    public void FeatureValues_WhenSent_KeepTheirKinds()
    {
        ImmutableArray<FeatureValue> values =
        [
            new FeatureValue.Number(double.NaN), new FeatureValue.Number(0.1), new FeatureValue.Text("text"),
            new FeatureValue.Truth(true), new FeatureValue.Vector([1f, -2.5f]),
        ];

        Assert.Equal(values, Through(values));
    }

    [Fact]
    public void Assignments_WhenSent_AreFoundAgain()
    {
        var arrived = Through(UnitAssignments.None.With(Exposure));

        Assert.Equal("b", arrived.Find("slates", 2));
        Assert.Equal(Exposure.OccurredAtUnixMs, arrived.All[0].AtUnixMs);
    }

    [Fact]
    public void Records_WhenSent_AreTheRecordsOfTheLog()
    {
        var viewing = Assert.IsType<UnitRecord.Viewing>(Through<UnitRecord>(new UnitRecord.Viewing(new ViewingEvent
        {
            Id = "e1", UserId = "u1", ContentId = "c1", Type = ViewingEventType.Play,
            OccurredAtUnixMs = Exposure.OccurredAtUnixMs,
        })));
        var exposed = Assert.IsType<UnitRecord.Exposed>(Through<UnitRecord>(new UnitRecord.Exposed(Exposure)));

        Assert.Equal(("e1", "c1"), (viewing.Event.Id, viewing.Event.ContentId));
        Assert.Equal(
            ("slates", "b", 2),
            (exposed.Exposure.Experiment, exposed.Exposure.Variant, exposed.Exposure.BucketVersion));
    }

    private static T Through<T>(T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, MessageJson.Options);
        return JsonSerializer.Deserialize<T>(bytes, MessageJson.Options)!;
    }

    /// <summary>Records hold arrays, which compare by reference: what was sent again is compared as text.</summary>
    private static void AssertSame<T>(T value) => Assert.Equal(
        JsonSerializer.Serialize(value, MessageJson.Options),
        JsonSerializer.Serialize(Through(value), MessageJson.Options));
}
