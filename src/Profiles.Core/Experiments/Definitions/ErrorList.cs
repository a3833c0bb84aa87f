using System.Text.Json;

namespace Profiles.Core.Experiments.Definitions;

/// <summary>Collects what is wrong, up to <see cref="ExperimentLimits.MaxErrors"/>.</summary>
internal sealed class ErrorList(ICollection<ExperimentError> errors)
{
    private const int MaxShownLength = 100;

    public ICollection<ExperimentError> Errors => errors;

    public void Add(string code, string path, string value, string remedy)
    {
        if (errors.Count >= ExperimentLimits.MaxErrors) return;
        if (value.Length > MaxShownLength) value = string.Concat(value.AsSpan(0, MaxShownLength), "...");
        errors.Add(new ExperimentError(code, path, value, remedy));
    }

    public void Add(string code, string path, JsonElement value, string remedy) =>
        Add(code, path, value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText(), remedy);

    /// <summary>A name as one part of a JSON pointer.</summary>
    public static string Escaped(string name) => name
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
