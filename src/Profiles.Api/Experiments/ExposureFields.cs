using System.Text.Json;

namespace Profiles.Api.Experiments;

/// <summary>The members of an exposure that a client sends, found in one pass; undefined where there is none.</summary>
internal readonly struct ExposureFields
{
    public JsonElement UserId { get; private init; }

    public JsonElement DeviceId { get; private init; }

    public JsonElement Experiment { get; private init; }

    public JsonElement Variant { get; private init; }

    public JsonElement BucketVersion { get; private init; }

    public JsonElement OccurredAt { get; private init; }

    public JsonElement HashAttribute { get; private init; }

    public JsonElement HashValue { get; private init; }

    public JsonElement SlateId { get; private init; }

    public JsonElement Dimensions { get; private init; }

    /// <summary>Of a member that comes twice, the last.</summary>
    public static ExposureFields Of(JsonElement exposure)
    {
        var (user, device, experiment, variant) = (default(JsonElement), default(JsonElement), default(JsonElement),
            default(JsonElement));
        var (bucketVersion, time, attribute) = (default(JsonElement), default(JsonElement), default(JsonElement));
        var (value, slate, dimensions) = (default(JsonElement), default(JsonElement), default(JsonElement));
        foreach (var member in exposure.EnumerateObject())
        {
            if (member.NameEquals("userId"u8)) user = member.Value;
            else if (member.NameEquals("deviceId"u8)) device = member.Value;
            else if (member.NameEquals("experiment"u8)) experiment = member.Value;
            else if (member.NameEquals("variant"u8)) variant = member.Value;
            else if (member.NameEquals("occurredAt"u8)) time = member.Value;
            else if (member.NameEquals("dimensions"u8)) dimensions = member.Value;
            else if (member.NameEquals("bucketVersion"u8)) bucketVersion = member.Value;
            else if (member.NameEquals("hashAttribute"u8)) attribute = member.Value;
            else if (member.NameEquals("hashValue"u8)) value = member.Value;
            else if (member.NameEquals("slateId"u8)) slate = member.Value;
        }

        return new ExposureFields
        {
            UserId = user, DeviceId = device, Experiment = experiment, Variant = variant,
            BucketVersion = bucketVersion, OccurredAt = time, HashAttribute = attribute, HashValue = value,
            SlateId = slate, Dimensions = dimensions,
        };
    }
}
