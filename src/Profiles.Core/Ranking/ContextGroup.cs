namespace Profiles.Core.Ranking;

/// <summary>Features of the context that say something together, or not at all.</summary>
public enum ContextGroup
{
    /// <summary>What is known of the viewer; counts always.</summary>
    Viewer = 0,

    /// <summary>Hour and day of the request.</summary>
    Hour = 1,

    /// <summary>The kind of device.</summary>
    Device = 2,
}
