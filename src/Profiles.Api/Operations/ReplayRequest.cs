namespace Profiles.Api.Operations;

/// <summary>Which dead letters to append to the log again; all of them where no ids are given.</summary>
internal sealed record ReplayRequest(IReadOnlyList<long>? Ids = null);
