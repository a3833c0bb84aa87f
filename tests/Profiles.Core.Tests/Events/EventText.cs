using System.Text;
using System.Text.Json;
using Profiles.Core.Events;
using Profiles.Core.Text;

namespace Profiles.Core.Tests.Events;

/// <summary>Parsing as the tests do it: one clock, default limits.</summary>
internal static class EventText
{
    /// <summary>2026-01-31T12:00:00Z.</summary>
    public const long Now = 1_769_860_800_000;

    public const string Valid =
        """{"id":"e1","userId":"u1","contentId":"c1","type":"play","occurredAt":"2026-01-31T11:00:00Z"}""";

    public static ViewingEventParser Parser(EventLimits? limits = null) =>
        new(limits ?? EventLimits.Default, new Utf8StringPool(1024));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static EventBatch Parse(EventFormat format, string text, EventLimits? limits = null) =>
        Parser(limits).Parse(format, Utf8(text), Now);

    public static ViewingEvent Accepted(string json)
    {
        Assert.True(Parser().TryParse(Utf8(json), 0, Now, out var e, out var rejection), rejection?.ToString());
        return e;
    }

    public static EventRejection Rejected(byte[] json, EventLimits? limits = null)
    {
        Assert.False(Parser(limits).TryParse(json, 7, Now, out _, out var rejection));
        Assert.Equal(7, rejection.Index);
        return rejection;
    }

    public static string Json(ViewingEvent e)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) ViewingEventJson.Write(writer, e);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
