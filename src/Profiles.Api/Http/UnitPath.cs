using System.Text;
using Microsoft.AspNetCore.Http;
using Profiles.Core.Events;
using Profiles.Core.Units;

namespace Profiles.Api.Http;

/// <summary>Reads the unit that a path names, held to the limits that events are held to.</summary>
internal static class UnitPath
{
    // "/v1/profiles/{userId}/link/{deviceId}"
    private const int UnitSegment = 2;
    private const int LinkedDeviceSegment = 4;

    /// <summary>Reads the user of <c>/v1/profiles/{userId}</c>; answers the problem where there is none.</summary>
    public static Problem? TryReadUser(HttpContext context, out UnitKey user)
    {
        var problem = TryRead(context, UnitSegment, "userId", out var id);
        user = UnitKey.User(Tenancy.TenantOf(context), id);
        return problem;
    }

    /// <summary>Reads the device of <c>/v1/devices/{deviceId}</c>; answers the problem where there is none.</summary>
    public static Problem? TryReadDevice(HttpContext context, out UnitKey device)
    {
        var problem = TryRead(context, UnitSegment, "deviceId", out var id);
        device = UnitKey.Device(Tenancy.TenantOf(context), id);
        return problem;
    }

    /// <summary>Reads the unit of <c>/v1/profiles/{userId}</c> or <c>/v1/devices/{deviceId}</c>.</summary>
    public static Problem? TryRead(HttpContext context, UnitKind kind, out UnitKey unit) =>
        kind == UnitKind.User ? TryReadUser(context, out unit) : TryReadDevice(context, out unit);

    /// <summary>Reads the device of <c>/v1/profiles/{userId}/link/{deviceId}</c>.</summary>
    public static Problem? TryReadLinkedDevice(HttpContext context, out UnitKey device)
    {
        var problem = TryRead(context, LinkedDeviceSegment, "deviceId", out var id);
        device = UnitKey.Device(Tenancy.TenantOf(context), id);
        return problem;
    }

    /// <summary>Why an id is none, or null.</summary>
    public static Problem? Check(string name, string id)
    {
        if (id.Length == 0) return Invalid(RejectionCodes.EmptyId, $"'{name}' is empty.");
        var max = EventLimits.Default.MaxIdBytes;
        return Encoding.UTF8.GetByteCount(id) <= max
            ? null
            : Invalid(RejectionCodes.FieldTooLarge, $"'{name}' has more than {max} bytes of UTF-8.");
    }

    private static Problem? TryRead(HttpContext context, int segment, string name, out string id)
    {
        id = PathSegments.Decode(context, segment) ?? string.Empty;
        return id.Length == 0
            ? Invalid(RejectionCodes.InvalidUtf8, $"'{name}' in the path is empty, or is not percent-encoded UTF-8.")
            : Check(name, id);
    }

    private static Problem Invalid(string code, string detail) =>
        new(StatusCodes.Status400BadRequest, code, detail);
}
