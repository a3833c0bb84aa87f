namespace Profiles.Core.Events;

/// <summary>Why one event or content of a batch was not accepted. The others are not affected.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Code">A stable name, one of <see cref="RejectionCodes"/>.</param>
/// <param name="Reason">One sentence for people, with the field and what was expected.</param>
public sealed record EventRejection(int Index, string Code, string Reason);
