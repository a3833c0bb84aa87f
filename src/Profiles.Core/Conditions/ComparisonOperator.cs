namespace Profiles.Core.Conditions;

/// <summary>How two values are compared.</summary>
public enum ComparisonOperator
{
    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,

    /// <summary>Equal; of versions only.</summary>
    Equal,

    /// <summary>Not equal; of versions only.</summary>
    NotEqual,
}
