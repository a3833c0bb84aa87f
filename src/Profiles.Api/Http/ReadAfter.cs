using Microsoft.AspNetCore.Http;
using Profiles.Contracts;
using Profiles.Core.Units;

namespace Profiles.Api.Http;

/// <summary>Reading one's own writes: the query parameter <c>after</c>.</summary>
internal static class ReadAfter
{
    /// <summary>Waits until the unit's profile includes everything under the token; why not, or null.</summary>
    public static async ValueTask<Problem?> WaitAsync(
        UnitKey unit, string? after, HttpContext context, IReadBarrier barrier, ProfilesApiOptions options)
    {
        if (after is null) return null;
        if (!ReadToken.TryParse(after, out var token))
        {
            return new Problem(
                StatusCodes.Status400BadRequest, "invalid_token",
                "'after' is not a token. Pass the 'token' of an acknowledgement as it is.");
        }

        if (await barrier.WaitAsync(unit, token, options.ReadTimeout, context.RequestAborted)) return null;
        return new Problem(
            StatusCodes.Status503ServiceUnavailable, "not_folded_yet",
            $"The profile did not include everything under 'after' within {options.ReadTimeout.TotalSeconds} s.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }
}
