namespace Profiles.Contracts;

/// <summary>How the platform is, for health checks and operators.</summary>
public interface IPlatformStatus
{
    /// <summary>A consistent look at every partition.</summary>
    PlatformStatus Read();
}
