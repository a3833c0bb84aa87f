namespace Profiles.Core.Units;

/// <summary>What a profile belongs to. The numbers are stored and never change their meaning.</summary>
public enum UnitKind : byte
{
    /// <summary>A known user.</summary>
    User = 1,

    /// <summary>A device whose user is not known (yet).</summary>
    Device = 2,
}
