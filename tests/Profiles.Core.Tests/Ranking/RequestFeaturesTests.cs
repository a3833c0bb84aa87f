using System.Globalization;
using Profiles.Core.Ranking;
using Profiles.Core.Trends;

namespace Profiles.Core.Tests.Ranking;

public sealed class RequestFeaturesTests
{
    [Theory]
    [InlineData("2026-11-20T00:00:00Z", 0, 1, 0)]
    [InlineData("2026-11-20T03:00:00Z", 0.75f, 0.75f, 0)]
    [InlineData("2026-11-20T06:00:00Z", 1, 0, 0)]
    [InlineData("2026-11-20T12:00:00Z", 0, -1, 0)]
    [InlineData("2026-11-20T18:00:00Z", -1, 0, 0)]
    [InlineData("2026-11-20T23:59:59.999Z", 0, 1, 0)]
    [InlineData("2026-11-21T00:00:00Z", 0, 1, 1)]
    [InlineData("2026-11-22T21:00:00Z", -0.75f, 0.75f, 1)]
    [InlineData("2026-11-23T00:00:00Z", 0, 1, 0)]
    [InlineData("1969-12-27T18:00:00Z", -1, 0, 1)]
    [InlineData("1969-12-31T12:00:00Z", 0, -1, 0)]
    public void Context_WhenTimePasses_TellsHourAndWeekend(string at, float sine, float cosine, float weekend)
    {
        var context = Context(at, null);

        Assert.Equal(sine, context[(int)ContextFeature.HourSine], 1e-6f);
        Assert.Equal(cosine, context[(int)ContextFeature.HourCosine], 1e-6f);
        Assert.Equal(weekend, context[(int)ContextFeature.Weekend]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("tv", ContextFeature.DeviceTv)]
    [InlineData("Smart-TV", ContextFeature.DeviceTv)]
    [InlineData("mobile", ContextFeature.DeviceMobile)]
    [InlineData("tablet", ContextFeature.DeviceMobile)]
    [InlineData("web", ContextFeature.DeviceOther)]
    [InlineData("fridge", ContextFeature.DeviceOther)]
    public void Context_WhenADeviceIsNamed_HasItsKindAlone(string? device, ContextFeature? expected)
    {
        var context = Context("2026-11-20T00:00:00Z", device);

        foreach (var feature in Enum.GetValues<ContextFeature>())
            if (feature.Group() == ContextGroup.Device)
                Assert.Equal(feature == expected ? 1 : 0, context[(int)feature]);
    }

    [Fact]
    public void Signals_WhenHourAndDeviceAreKnown_HaveThemInTheContext()
    {
        var contents = SomeModel.Catalogue();
        var moment = new RankingMoment(
            SomeModel.Shared, contents, TrendSnapshot.Merge(contents.Numbers, [], 0));
        var signals = new SignalTable();
        var now = Ms("2026-11-21T06:00:00Z");

        Scorer.Signals(new Viewer(SomeModel.Shared), moment, new ViewingContext(now, "tv"), [], signals);

        Assert.Equal(1, signals.Context[(int)ContextFeature.HourSine]);
        Assert.Equal(1, signals.Context[(int)ContextFeature.Weekend]);
        Assert.Equal(1, signals.Context[(int)ContextFeature.DeviceTv]);
    }

    private static float[] Context(string at, string? device)
    {
        var features = new float[ContextFeatures.Count];
        RequestFeatures.Write(new ViewingContext(Ms(at), device), features);
        return features;
    }

    private static long Ms(string at) =>
        DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
