using System.Text;

namespace Profiles.Core.Events;

/// <summary>The names of the event types, as they stand in JSON.</summary>
public static class ViewingEventTypes
{
    private static readonly string[] Names =
    [
        "", "impression", "play", "progress", "complete", "stop",
        "like", "dislike", "add", "remove", "dismiss", "search",
    ];

    /// <summary>The number of types; their numbers are 1 to this.</summary>
    public const int Count = 11;

    /// <summary>The name of a type.</summary>
    public static string Name(this ViewingEventType type) => Names[(int)type];

    /// <summary>True where the number is one of the types.</summary>
    public static bool IsKnown(this ViewingEventType type) =>
        type is >= ViewingEventType.Impression and <= ViewingEventType.Search;

    /// <summary>The type of a name; exact, case matters.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Name, out ViewingEventType type)
    {
        type = utf8Name switch
        {
            _ when utf8Name.SequenceEqual("impression"u8) => ViewingEventType.Impression,
            _ when utf8Name.SequenceEqual("progress"u8) => ViewingEventType.Progress,
            _ when utf8Name.SequenceEqual("play"u8) => ViewingEventType.Play,
            _ when utf8Name.SequenceEqual("complete"u8) => ViewingEventType.Complete,
            _ when utf8Name.SequenceEqual("stop"u8) => ViewingEventType.Stop,
            _ when utf8Name.SequenceEqual("like"u8) => ViewingEventType.Like,
            _ when utf8Name.SequenceEqual("dislike"u8) => ViewingEventType.Dislike,
            _ when utf8Name.SequenceEqual("add"u8) => ViewingEventType.Add,
            _ when utf8Name.SequenceEqual("remove"u8) => ViewingEventType.Remove,
            _ when utf8Name.SequenceEqual("dismiss"u8) => ViewingEventType.Dismiss,
            _ when utf8Name.SequenceEqual("search"u8) => ViewingEventType.Search,
            _ => default,
        };
        return type != default;
    }

    /// <summary>The type of a name; exact, case matters.</summary>
    public static bool TryParse(string name, out ViewingEventType type) =>
        TryParse(Encoding.UTF8.GetBytes(name), out type);
}
