namespace Profiles.Api.Slates;

/// <summary>The caller's contents, the best first; ids that the catalogue does not know apart.</summary>
internal sealed record RankAnswer(
    string ModelVersion, IReadOnlyList<RankAnswer.RankedItem> Items, IReadOnlyList<string> Unknown)
{
    internal sealed record RankedItem(
        string ContentId, float Score, string Reason, string ReasonCode, string? Because);
}
