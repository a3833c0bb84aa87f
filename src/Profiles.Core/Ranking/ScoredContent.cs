namespace Profiles.Core.Ranking;

/// <summary>A content and a score.</summary>
/// <param name="Number">The content.</param>
/// <param name="Score">The higher the better.</param>
public readonly record struct ScoredContent(int Number, float Score);
