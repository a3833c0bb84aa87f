using Profiles.Core.Ranking;
using Profiles.Core.Trends;
using Profiles.Core.Units;

namespace Profiles.Core.Slates;

/// <summary>A slate with all that it was made from, so that it can be made again from the log. Immutable.</summary>
/// <param name="Unit">Whom it was served to.</param>
/// <param name="Slate">The slate.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="ProfileVersion">The version of the profile.</param>
/// <param name="LastSequence">The last record of the log that the profile included.</param>
/// <param name="CatalogueRevision">
/// The newest revision of the catalogue; <see cref="BetweenRevisions"/> where it changed while the slate was made.
/// </param>
/// <param name="Trend">The trends.</param>
/// <param name="Serving">The moment it was made with.</param>
/// <param name="Shadow">
/// The viewer as the version in the shadow sees them, where this slate is compared; nobody else owns it.
/// </param>
public sealed record ServedSlate(
    UnitKey Unit, Slate Slate, SlateRequest Request, long ProfileVersion, long LastSequence, int CatalogueRevision,
    TrendSnapshot Trend, ServingMoment Serving, Viewer? Shadow)
{
    /// <summary>Stands for a catalogue that changed while the slate was made: no revision is what it was.</summary>
    public const int BetweenRevisions = -1;
}
