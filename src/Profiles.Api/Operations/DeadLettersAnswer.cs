using Profiles.Contracts;

namespace Profiles.Api.Operations;

/// <summary>Records that could not be folded, the oldest first.</summary>
internal sealed record DeadLettersAnswer(IReadOnlyList<DeadLetter> Items);
