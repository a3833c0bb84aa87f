using System.Collections.Immutable;
using Profiles.Core.Conditions;
using Profiles.Core.Events;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>What the condition of a metric may ask of an event.</summary>
public static class MetricAttributes
{
    private static readonly ImmutableArray<string> OfTexts =
        ["$eq", "$ne", "$in", "$nin", "$exists", "$not", "$type"];

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

    /// <summary>
    /// The same with the operators that SQL answers as <see cref="Condition"/> does. Databases order texts by code
    /// point, conditions by UTF-16 code unit, and what is upper case or a version they see otherwise.
    /// </summary>
    public static AttributeSchema Answerable { get; } = new(Schema.Attributes)
    {
        Operators = ImmutableDictionary<AttributeType, ImmutableArray<string>>.Empty
            .Add(AttributeType.Text, OfTexts)
            .Add(AttributeType.Number, [.. OfTexts, "$lt", "$lte", "$gt", "$gte"]),
    };

    /// <summary>The attributes of an event.</summary>
    public static IAttributes Of(ViewingEvent viewing) => new EventAttributes(viewing);

    private sealed class EventAttributes(ViewingEvent viewing) : IAttributes
    {
        public AttributeValue Find(string name) => name switch
        {
            "contentId" => Text(viewing.ContentId),
            "value" => Number(viewing.Value),
            "positionSeconds" => Number(viewing.PositionSeconds),
            "durationSeconds" => Number(viewing.DurationSeconds),
            "sessionId" => Text(viewing.SessionId),
            "device" => Text(viewing.Device),
            "territory" => Text(viewing.Territory),
            "slateId" => Text(viewing.SlateId),
            _ => AttributeValue.Null,
        };

        private static AttributeValue Text(string? text) =>
            text is null ? AttributeValue.Null : new AttributeValue.Text(text);

        private static AttributeValue Number(double? number) =>
            number is { } some ? new AttributeValue.Number(some) : AttributeValue.Null;
    }
}
