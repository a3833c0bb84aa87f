namespace Profiles.Contracts;

/// <summary>The versions of the model, and which one serves.</summary>
public interface IModels
{
    /// <summary>All versions and what serves.</summary>
    ModelStatus Read();

    /// <summary>Makes a version serve, unless it cannot be used or a metric of it is worse.</summary>
    /// <param name="version">The version.</param>
    /// <param name="isForced">Whether worse metrics are accepted.</param>
    ModelAnswer Promote(string version, bool isForced);

    /// <summary>Makes the version serve that served before.</summary>
    ModelAnswer Rollback();

    /// <summary>Lets a version score in the shadow of the one that serves; null for none.</summary>
    ModelAnswer SetShadow(string? version);
}
