using Profiles.Core.Events;

namespace Profiles.Api.Http;

/// <summary>What <see cref="BatchAnswers"/> writes, for the description of the API.</summary>
internal sealed record BatchAnswer(int Accepted, int Duplicates, IReadOnlyList<EventRejection> Rejected, string? Token);
