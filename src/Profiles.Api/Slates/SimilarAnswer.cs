namespace Profiles.Api.Slates;

/// <summary>Contents that are like one, the most alike first.</summary>
internal sealed record SimilarAnswer(
    string ContentId, string ModelVersion, IReadOnlyList<SimilarAnswer.SimilarItem> Items)
{
    internal sealed record SimilarItem(string ContentId, float Score);
}
