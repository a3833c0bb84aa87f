using Microsoft.AspNetCore.Http;
using Orleans;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Core.Units;

namespace Profiles.Api.Units;

/// <summary>A device that is linked has nothing of its own: whoever asks is sent to its user.</summary>
internal static class LinkedDevice
{
    /// <summary>Why a unit has nothing of its own, or null; a user always has.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="grains">Where its link is known.</param>
    /// <param name="pathOf">Where the same stands of a user, whose id is given percent-encoded.</param>
    public static async ValueTask<Problem?> CheckAsync(
        UnitKey unit, IGrainFactory grains, Func<string, string> pathOf)
    {
        if (unit.Kind == UnitKind.User) return null;
        var link = await grains.GetGrain<IUserProfileGrain>(unit.ToGrainKey()).GetLinkAsync();
        if (link.UserId is not { } owner) return null;
        var path = pathOf(Uri.EscapeDataString(owner));
        return new Problem(
            StatusCodes.Status404NotFound, "device_linked",
            $"The device '{unit.Id}' is linked, and its events are part of its user's profile: {path}.")
            .With("profile", path);
    }
}
