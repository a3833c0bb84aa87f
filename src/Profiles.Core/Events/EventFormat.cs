namespace Profiles.Core.Events;

/// <summary>How a body holds events.</summary>
public enum EventFormat
{
    /// <summary>One event, or a JSON array of them: <c>application/json</c>.</summary>
    Json,

    /// <summary>
    /// One event a line: <c>application/x-ndjson</c>, <c>application/ndjson</c>, <c>application/jsonl</c>.
    /// </summary>
    Ndjson,

    /// <summary>One CloudEvent 1.0: <c>application/cloudevents+json</c>.</summary>
    CloudEvent,

    /// <summary>A JSON array of CloudEvents 1.0: <c>application/cloudevents-batch+json</c>.</summary>
    CloudEventBatch,
}
