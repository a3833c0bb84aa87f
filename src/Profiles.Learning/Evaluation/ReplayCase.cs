using Profiles.Core.Folding;
using Profiles.Core.Ranking;

namespace Profiles.Learning.Evaluation;

/// <summary>A choice with all that was known at its moment, apart from the log that goes on.</summary>
/// <param name="User">The unit's number.</param>
/// <param name="Profile">A copy of its profile.</param>
/// <param name="Moment">The model, the catalogue and the trends.</param>
/// <param name="Context">The request that would have been.</param>
/// <param name="Content">The number of what was chosen.</param>
/// <param name="Excluded">The numbers of what was chosen before.</param>
/// <param name="Trending">What was watched most about then; none of a test.</param>
internal sealed record ReplayCase(
    int User, Profile Profile, RankingMoment Moment, ViewingContext Context, int Content, int[] Excluded,
    int[] Trending);
