namespace Profiles.Api.Slates;

/// <summary>What <see cref="SlateJson"/> writes of a slate, for the API's description.</summary>
internal sealed record NextAnswer(
    string SlateId, string ModelVersion, string Surface, bool Fallback, bool ColdStart, string? Note,
    IReadOnlyList<NextAnswer.NextItem> Items, IReadOnlyList<NextAnswer.Assignment> Assignments,
    string? Layout)
{
    internal sealed record NextItem(
        string ContentId, float Score, string Source, string Reason, string ReasonCode, string? Because,
        float Propensity);

    internal sealed record Assignment(string Experiment, string Variant);
}
