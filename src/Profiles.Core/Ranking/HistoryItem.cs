namespace Profiles.Core.Ranking;

/// <summary>A content of a viewer's history, and what it says of them.</summary>
/// <param name="ContentId">The content.</param>
/// <param name="Time">When it was last played, or else what was said of it, in unix milliseconds.</param>
/// <param name="Row">The model's row; −1 where it has none.</param>
/// <param name="Confidence">How much it says.</param>
/// <param name="IsTurnedFrom">It was disliked or dismissed.</param>
internal readonly record struct HistoryItem(
    string ContentId, long Time, int Row, float Confidence, bool IsTurnedFrom);
