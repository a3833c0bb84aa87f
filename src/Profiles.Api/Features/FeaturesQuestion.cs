namespace Profiles.Api.Features;

/// <summary>What <see cref="FeaturesRequest"/> reads, for the description of the API: either users or rows.</summary>
internal sealed record FeaturesQuestion(
    string View, DateTimeOffset? At, IReadOnlyList<string>? UserIds, IReadOnlyList<FeaturesQuestion.FeatureKey>? Rows)
{
    /// <summary>One row; with a content, of a view of pairs.</summary>
    internal sealed record FeatureKey(string UserId, string? ContentId);
}
