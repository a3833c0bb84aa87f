namespace Profiles.Analytics.Rows;

/// <summary>To whom a device belongs, and how many times it was linked.</summary>
/// <param name="UserId">The user; null while it belongs to nobody.</param>
/// <param name="Generation">The generation of the newest link; 0 where there was none.</param>
internal readonly record struct LinkState(string? UserId, int Generation);
