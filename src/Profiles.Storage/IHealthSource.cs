namespace Profiles.Storage;

/// <summary>A part that may fail while the rest goes on; whoever asks how the platform is, asks all of them.</summary>
public interface IHealthSource
{
    StorageHealth Health { get; }
}
