using System.Text.Json.Nodes;

namespace Profiles.Silo.Tests;

/// <summary>Events to send.</summary>
internal static class SomeEvents
{
    public static JsonObject Event(string id, string user, int second) => new()
    {
        ["id"] = id,
        ["userId"] = user,
        ["contentId"] = "c1",
        ["type"] = "play",
        ["occurredAt"] = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600 + second).ToString("O"),
    };
}
