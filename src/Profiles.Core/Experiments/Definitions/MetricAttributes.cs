using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What the condition of a metric may ask of an event.</summary>
public static class MetricAttributes
{
    /// <summary>The names and types.</summary>
    public static AttributeSchema Schema { get; } = new(
    [
        new("contentId", AttributeType.Text, "The content."),
        new("value", AttributeType.Number, "The value."),
        new("positionSeconds", AttributeType.Number, "Where playback was."),
        new("durationSeconds", AttributeType.Number, "How long the content is."),
        new("sessionId", AttributeType.Text, "The session."),
        new("device", AttributeType.Text, "The kind of device."),
        new("territory", AttributeType.Text, "The territory."),
        new("slateId", AttributeType.Text, "The slate that the content was shown in."),
    ]);
}
