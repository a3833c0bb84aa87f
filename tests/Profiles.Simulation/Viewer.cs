using System.Globalization;

namespace Profiles.Simulation;

/// <summary>A unit of the simulation: a user, or every fourth time a device that is nobody's.</summary>
/// <param name="Number">Which.</param>
public readonly record struct Viewer(int Number)
{
    /// <summary>A tester, who is forced into a variant and must never be exposed to it.</summary>
    public static Viewer Tester => new(1);

    public bool IsDevice => Number % 4 == 0;

    public string Id => "viewer-" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of the member that names the unit.</summary>
    public string IdName => IsDevice ? "deviceId" : "userId";

    /// <summary>Where its slates are.</summary>
    public string NextPath => IsDevice ? $"/v1/devices/{Id}/next" : $"/v1/profiles/{Id}/next";

    /// <summary>Where its assignments are.</summary>
    public string AssignmentsPath => IsDevice ? $"/v1/devices/{Id}/assignments" : $"/v1/assignments/{Id}";
}
