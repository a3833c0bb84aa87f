namespace Profiles.Api.Http;

/// <summary>The members that every problem has; some have more, named where they are given.</summary>
internal sealed record ProblemAnswer(string Type, string Title, int Status, string Code, string Detail);
