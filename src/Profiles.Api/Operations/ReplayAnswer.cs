namespace Profiles.Api.Operations;

/// <summary>How many dead letters were appended to the log again.</summary>
internal sealed record ReplayAnswer(int Replayed);
