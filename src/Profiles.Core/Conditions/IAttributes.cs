namespace Profiles.Core.Conditions;

/// <summary>What a condition is evaluated against: named values, looked up as they are needed.</summary>
public interface IAttributes
{
    /// <summary>The value of a name; <see cref="AttributeValue.Null"/> where there is none.</summary>
    AttributeValue Find(string name);
}
