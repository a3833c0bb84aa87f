using System.Globalization;

namespace Profiles.Analytics.Metrics;

/// <summary>The parameters of a statement while it is written. What owners write comes in here alone.</summary>
internal sealed class SqlParameters(params object[] first)
{
    private readonly List<object> _values = [.. first];

    /// <summary>Adds one.</summary>
    /// <returns>How the statement names it.</returns>
    public string Add(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    public object[] ToArray() => [.. _values];
}
