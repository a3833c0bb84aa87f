using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>Rows of a device that were its own so far are a user's from here on.</summary>
internal readonly record struct Adoption(UnitKey Device, UnitKey User);
