namespace Profiles.Core.Conditions;

/// <summary>What an attribute holds.</summary>
public enum AttributeType
{
    /// <summary>A number.</summary>
    Number = 1,

    /// <summary>A text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A moment: compared with times of RFC 3339.</summary>
    Time,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Numbers by key: <c>name.KEY</c>.</summary>
    Numbers,

    /// <summary>A list of objects.</summary>
    Records,
}
