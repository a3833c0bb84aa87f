namespace Profiles.Api.Units;

/// <summary>What a viewer last said about a content.</summary>
internal sealed record FeedbackAnswer(string ContentId, string Type, DateTimeOffset At);
