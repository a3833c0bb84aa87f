using System.Collections.Immutable;
using System.Text.Json;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Units;

namespace Profiles.Api.Units;

/// <summary>The JSON of a profile. All of it is as of the last event, so that it changes only when one comes.</summary>
internal static class ProfileJson
{
    public static void Write(Utf8JsonWriter writer, UnitKey unit, ProfileView profile, Embedding? embedding)
    {
        writer.WriteStartObject();
        if (unit.Kind == UnitKind.User) writer.WriteString("userId"u8, unit.Id);
        else writer.WriteString("deviceId"u8, unit.Id);
        writer.WriteNumber("version"u8, profile.Version);
        WriteTime(writer, "lastEventAt"u8, profile.LastEventAt);
        WriteCounters(writer, profile.Counters);
        WriteAffinities(writer, profile.Affinities);
        WriteRecent(writer, profile.Recent);
        WriteSessions(writer, profile.Sessions);
        WriteHours(writer, profile.HourOfWeek);
        WriteFeedback(writer, profile.Feedback);
        writer.WriteNumber("watchedCount"u8, profile.WatchedCount);
        writer.WriteNumber("lateEvents"u8, profile.LateEvents);
        writer.WriteStartArray("segments"u8);
        foreach (var segment in profile.Segments) writer.WriteStringValue(segment);
        writer.WriteEndArray();
        WriteEmbedding(writer, embedding);
        writer.WriteEndObject();
    }

    private static void WriteEmbedding(Utf8JsonWriter writer, Embedding? embedding)
    {
        if (embedding is null)
        {
            writer.WriteNull("embedding"u8);
            return;
        }

        writer.WriteStartObject("embedding"u8);
        writer.WriteString("modelVersion"u8, embedding.ModelVersion);
        writer.WriteStartArray("vector"u8);
        foreach (var value in embedding.Vector) writer.WriteNumberValue(value);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCounters(Utf8JsonWriter writer, ProfileCounters counters)
    {
        writer.WriteStartObject("counters"u8);
        writer.WriteNumber("events"u8, counters.Events);
        writer.WriteNumber("plays"u8, counters.Plays);
        writer.WriteNumber("completes"u8, counters.Completes);
        writer.WriteNumber("watchSeconds"u8, counters.WatchSeconds);
        writer.WriteEndObject();
    }

    private static void WriteAffinities(Utf8JsonWriter writer, ProfileAffinities affinities)
    {
        writer.WriteStartObject("affinities"u8);
        WriteWeights(writer, "genres"u8, affinities.Genres);
        WriteWeights(writer, "tags"u8, affinities.Tags);
        WriteWeights(writer, "series"u8, affinities.Series);
        WriteWeights(writer, "kinds"u8, affinities.Kinds);
        WriteWeights(writer, "devices"u8, affinities.Devices);
        writer.WriteEndObject();
    }

    // The fold counts in millionths: further digits would only look like precision.
    private static double Shown(double weight) => Math.Round(weight, 6);

    private static void WriteWeights(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<KeyWeight> weights)
    {
        writer.WriteStartArray(name);
        foreach (var (key, weight) in weights)
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, key);
            writer.WriteNumber("weight"u8, Shown(weight));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRecent(Utf8JsonWriter writer, ImmutableArray<RecentContent> recent)
    {
        writer.WriteStartArray("recent"u8);
        foreach (var content in recent)
        {
            writer.WriteStartObject();
            writer.WriteString("contentId"u8, content.ContentId);
            WriteNumber(writer, "positionSeconds"u8, content.PositionSeconds);
            WriteNumber(writer, "durationSeconds"u8, content.DurationSeconds);
            writer.WriteBoolean("completed"u8, content.Completed);
            WriteTime(writer, "lastEventAt"u8, content.LastEventAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSessions(Utf8JsonWriter writer, SessionSummary sessions)
    {
        writer.WriteStartObject("sessions"u8);
        writer.WriteNumber("count"u8, sessions.Count);
        writer.WriteNumber("totalSeconds"u8, sessions.TotalSeconds);
        WriteTime(writer, "lastStartedAt"u8, sessions.LastStartedAt);
        writer.WriteEndObject();
    }

    private static void WriteHours(Utf8JsonWriter writer, ImmutableArray<HourWeight> hours)
    {
        writer.WriteStartArray("hourOfWeek"u8);
        foreach (var (hour, weight) in hours)
        {
            writer.WriteStartObject();
            writer.WriteNumber("hour"u8, hour);
            writer.WriteNumber("weight"u8, Shown(weight));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFeedback(Utf8JsonWriter writer, ImmutableArray<ContentFeedback> feedback)
    {
        writer.WriteStartArray("feedback"u8);
        foreach (var said in feedback)
        {
            writer.WriteStartObject();
            writer.WriteString("contentId"u8, said.ContentId);
            writer.WriteString("type"u8, said.Type.Name());
            WriteTime(writer, "at"u8, said.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } known) writer.WriteNumber(name, known);
        else writer.WriteNull(name);
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known) writer.WriteString(name, known.UtcDateTime);
        else writer.WriteNull(name);
    }
}
