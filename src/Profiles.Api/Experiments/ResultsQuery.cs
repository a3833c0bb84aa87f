using System.Globalization;
using Microsoft.AspNetCore.Http;
using Profiles.Analytics.Results;
using Profiles.Api.Http;

namespace Profiles.Api.Experiments;

/// <summary>What of the results a request asks for, as it was sent.</summary>
internal readonly record struct ResultsQuery(
    string? From, string? Until, string? Horizon, string? Cuped, string? Alpha)
{
    /// <summary>Reads it; answers what is wrong with it, or null.</summary>
    public Problem? Read(DateTimeOffset now, out ResultsRequest request)
    {
        request = new ResultsRequest(DateTimeOffset.UnixEpoch, now);
        if (!TryTime(From, DateTimeOffset.UnixEpoch, out var first)) return Invalid("from", From, "a time as RFC 3339");
        if (!TryTime(Until, now, out var last)) return Invalid("until", Until, "a time as RFC 3339");
        if (last <= first) return Invalid("until", Until, "a time after 'from'");
        if (Horizon is not (null or "fixed" or "any")) return Invalid("horizon", Horizon, "fixed or any");
        if (Cuped is not (null or "on" or "off")) return Invalid("cuped", Cuped, "on or off");
        var level = 0.05;
        if (Alpha is not null && (!double.TryParse(Alpha, CultureInfo.InvariantCulture, out level)
            || level is not (>= 0.0001 and <= 0.5)))
            return Invalid("alpha", Alpha, "0.0001 to 0.5");
        request = new ResultsRequest(first, last, Horizon != "fixed", Cuped != "off", level);
        return null;
    }

    public static Problem Invalid(string name, string? value, string remedy) => new(
        StatusCodes.Status400BadRequest, name, $"'{name}' is '{value}'; use {remedy}.");

    private static bool TryTime(string? text, DateTimeOffset standard, out DateTimeOffset time)
    {
        time = standard;
        return text is null || DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);
    }
}
