using System.Text.Json;

namespace Profiles.Core.Conditions;

/// <summary>Compiles conditions from JSON.</summary>
public static class ConditionCompiler
{
    /// <summary>
    /// Compiles as an SDK takes a payload: total; an operator that is unknown or malformed holds for nothing.
    /// </summary>
    public static Condition CompileLeniently(JsonElement json) =>
        new ConditionReader(errors: null, allowsGroups: true).ReadCondition(json, string.Empty, 1, schema: null);

    /// <summary>Compiles what someone wrote for us, and lists everything that is wrong with it.</summary>
    /// <param name="json">The condition.</param>
    /// <param name="path">Where it stands, as a JSON pointer.</param>
    /// <param name="schema">The attributes that there are; null where any may be named.</param>
    /// <param name="errors">Where errors are added; at most <see cref="ConditionBounds.MaxErrors"/> are kept.</param>
    /// <param name="allowsGroups">Whether there are saved groups.</param>
    /// <returns>The condition; null where anything is wrong.</returns>
    public static Condition? Compile(
        JsonElement json, string path, AttributeSchema? schema, ICollection<ConditionError> errors,
        bool allowsGroups = false)
    {
        var before = errors.Count;
        var reader = new ConditionReader(errors, allowsGroups, schema?.Operators);
        var condition = reader.ReadCondition(json, path, 1, schema);
        return errors.Count == before ? condition : null;
    }
}
