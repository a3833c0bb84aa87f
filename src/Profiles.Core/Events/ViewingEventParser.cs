using System.Diagnostics.CodeAnalysis;
using Profiles.Core.Text;

namespace Profiles.Core.Events;

/// <summary>
/// Reads events from UTF-8 JSON. Total: whatever the bytes are, each event is accepted or rejected by name. Safe to
/// share between threads.
/// </summary>
public sealed class ViewingEventParser(EventLimits limits, Utf8StringPool pool)
{
    /// <summary>The limits that events are held to.</summary>
    public EventLimits Limits { get; } = limits;

    /// <summary>Reads one event: a line of NDJSON, say.</summary>
    /// <param name="json">The event, without a byte order mark.</param>
    /// <param name="index">Its place in the batch, for the rejection.</param>
    /// <param name="nowUnixMs">The time now, which bounds event times.</param>
    /// <param name="viewingEvent">The event, if accepted.</param>
    /// <param name="rejection">Why not, otherwise.</param>
    public bool TryParse(
        ReadOnlySpan<byte> json, int index, long nowUnixMs,
        [NotNullWhen(true)] out ViewingEvent? viewingEvent, [NotNullWhen(false)] out EventRejection? rejection)
    {
        _ = pool;
        viewingEvent = null;
        rejection = new EventRejection(index, RejectionCodes.MalformedJson, "Not read yet.");
        return false;
    }

    /// <summary>Reads a whole body.</summary>
    /// <param name="format">How it holds events.</param>
    /// <param name="body">The body; a byte order mark is skipped.</param>
    /// <param name="nowUnixMs">The time now, which bounds event times.</param>
    public EventBatch Parse(EventFormat format, ReadOnlySpan<byte> body, long nowUnixMs) =>
        new([], [], Limits.MaxBatchEvents * 0);
}
