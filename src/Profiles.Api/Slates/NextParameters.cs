using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Catalogue;
using Profiles.Core.Events;
using Profiles.Core.Slates;

namespace Profiles.Api.Slates;

/// <summary>Reads what a request for a slate asks for; what is wrong is refused by name.</summary>
internal static class NextParameters
{
    public const int DefaultLimit = 20;

    private static readonly string[] Known =
    [
        "limit", "surface", "after", "device", "territory", "maxMaturity", "model",
    ];

    /// <summary>Why the parameters ask for nothing that can be answered, or null.</summary>
    public static Problem? TryRead(HttpContext context, IServing serving, out NextRequest request)
    {
        request = new NextRequest(DefaultLimit, SlateSurface.Home);
        var query = context.Request.Query;
        if (query.Count == 0) return null;
        foreach (var name in Known)
        {
            var values = query[name];
            for (var i = 1; i < values.Count; i++)
            {
                if (values[i] != values[0])
                    return Invalid(
                        "contradictory_parameters", $"'{name}' is given as '{values[0]}' and as '{values[i]}'.");
            }
        }

        var problem = TryReadLimit(query["limit"], out var limit);
        var surface = SlateSurface.Home;
        if (query["surface"] is [{ } named, ..] && !SlateNames.TryParse(named, out surface))
        {
            problem ??= Invalid(
                "surface", $"'surface' is '{named}'; use one of {string.Join(", ", SlateNames.Surfaces)}.");
        }

        problem ??= Check("device", query["device"]) ?? Check("territory", query["territory"]);
        int? maxAge = null;
        if (query["maxMaturity"] is [{ } rating, ..])
        {
            if (MaturityRatings.TryAge(rating, out var age)) maxAge = age;
            else
                problem ??= Invalid(
                    "maxMaturity",
                    $"'maxMaturity' is '{rating}'; use one of {string.Join(", ", MaturityRatings.Names)}.");
        }

        problem ??= CheckModel(query["model"], serving);
        request = new NextRequest(
            limit, surface, Text(query["device"]), Text(query["territory"]), maxAge, Text(query["model"]));
        return problem;
    }

    /// <summary>Reads a limit of 1 to <see cref="SlateRequest.MaxLimit"/>.</summary>
    public static Problem? TryReadLimit(string? text, out int limit)
    {
        limit = DefaultLimit;
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out limit)
            && limit is >= 1 and <= SlateRequest.MaxLimit)
            return null;
        return Invalid("limit", $"'limit' is '{text}'; it must be a whole number from 1 to {SlateRequest.MaxLimit}.");
    }

    /// <summary>Why a device or a territory is none, or null.</summary>
    public static Problem? Check(string name, string? value)
    {
        if (value is null) return null;
        if (value.Length == 0) return Invalid(name, $"'{name}' is empty; leave it out where it is not known.");
        var max = EventLimits.Default.MaxFieldBytes;
        return Encoding.UTF8.GetByteCount(value) <= max
            ? null
            : Invalid(name, $"'{name}' has more than {max} bytes of UTF-8.");
    }

    public static Problem Invalid(string code, string detail) =>
        new(StatusCodes.Status400BadRequest, code, detail);

    private static Problem? CheckModel(string? version, IServing serving)
    {
        if (version is null) return null;
        var moment = serving.Current;
        if (moment.Of(version) is not null) return null;
        var loaded = moment.Shadow is { } shadow
            ? $"{moment.Model.Version} or {shadow.Model.Version}"
            : moment.Model.Version;
        return Invalid("model", $"'model' is '{version}'; use a version that is loaded: {loaded}.");
    }

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
