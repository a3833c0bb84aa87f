namespace Profiles.Core.Features;

/// <summary>What a feature holds.</summary>
public enum FeatureType
{
    /// <summary>A finite number.</summary>
    Number = 1,

    /// <summary>A text; empty where there is none.</summary>
    Text,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>Numbers of 32 bits in a fixed order.</summary>
    Vector,
}
