using Profiles.Core.Conditions;

namespace Profiles.Core.Experiments.Flags;

/// <summary>A flag that must have a certain value.</summary>
/// <param name="Key">The flag's key.</param>
/// <param name="Condition">What its value, as the name <c>value</c>, must meet.</param>
/// <param name="IsGate">Whether the flag that needs it has no value otherwise, instead of going on.</param>
internal sealed record FlagParent(string Key, Condition Condition, bool IsGate)
{
    /// <summary>The flag; null where there is none of this key. Set once, when the plan is put together.</summary>
    public Flag? Flag { get; set; }
}
