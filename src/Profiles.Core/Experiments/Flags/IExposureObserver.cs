namespace Profiles.Core.Experiments.Flags;

/// <summary>
/// Learns which variants an evaluation met, those of prerequisites included: where GrowthBook's SDKs call their
/// tracking callback, and save sticky assignments. Never called for a forced variant.
/// </summary>
public interface IExposureObserver
{
    /// <summary>A unit met a variant.</summary>
    void OnExposed(in ExperimentResult result);
}
