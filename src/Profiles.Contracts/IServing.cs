using Profiles.Core.Slates;

namespace Profiles.Contracts;

/// <summary>What grains make slates with, held in memory by every host and swapped in whole.</summary>
public interface IServing
{
    /// <summary>All that slates are made with now, but for the viewer; read it once for one answer.</summary>
    ServingMoment Current { get; }

    /// <summary>The viewers that are remembered.</summary>
    WarmViewers Viewers { get; }

    /// <summary>Told of each slate that is served: counted now, logged and compared in the background.</summary>
    void Served(ServedSlate served);

    /// <summary>Whether this slate is one of those that the version in the shadow scores too.</summary>
    bool IsSampledForShadow(string slateId);
}
