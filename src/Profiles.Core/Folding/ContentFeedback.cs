using Profiles.Core.Events;

namespace Profiles.Core.Folding;

/// <summary>What a viewer last said about a content.</summary>
/// <param name="ContentId">The content.</param>
/// <param name="Type">Like, dislike, add, remove or dismiss.</param>
/// <param name="At">When.</param>
public sealed record ContentFeedback(string ContentId, ViewingEventType Type, DateTimeOffset At);
