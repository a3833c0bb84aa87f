using Orleans.Concurrency;

namespace Profiles.Contracts;

/// <summary>A device's link as folded so far.</summary>
/// <param name="UserId">The user, or null while it is not linked.</param>
/// <param name="Generation">How many times it has been linked.</param>
[GenerateSerializer, Immutable, Alias("profiles.device-link")]
public sealed record DeviceLink([property: Id(0)] string? UserId, [property: Id(1)] int Generation);
