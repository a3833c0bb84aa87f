using Profiles.Core.Conditions;

namespace Profiles.Api.Segments;

/// <summary>A problem with everything that is wrong with what was sent.</summary>
internal sealed record SegmentsProblemAnswer(
    string Type, string Title, int Status, string Code, string Detail, IReadOnlyList<ConditionError> Errors);
