using System.Globalization;
using Profiles.Core.Models;

namespace Profiles.Storage.Models;

/// <summary>The versions of the model, and which one serves. Any process; changes are made one after another.</summary>
public abstract class ModelStore
{
    /// <summary>
    /// The most versions that are kept. Beyond, the oldest go, but none that serves, served before or is the shadow.
    /// </summary>
    public const int MaxVersions = 50;

    /// <summary>What faults call it.</summary>
    public abstract string Name { get; }

    /// <summary>Which version serves.</summary>
    /// <exception cref="StorageCorruptException">It cannot be read.</exception>
    /// <exception cref="UnsupportedFormatException">A newer release wrote it.</exception>
    public abstract ModelStates ReadStates();

    /// <summary>The versions that there are, the newest first; those that cannot be read last.</summary>
    public abstract IReadOnlyList<ModelVersion> List();

    /// <summary>Opens a version and checks every hash.</summary>
    /// <exception cref="ModelRefusedException">It is not there, damaged, or of a newer release.</exception>
    public abstract RankingModel Open(string version);

    /// <summary>Writes a version; it serves once it is promoted.</summary>
    /// <exception cref="IOException">It exists already, or storage fails.</exception>
    public abstract void Write(ModelArtefact artefact);

    /// <summary>Opens the version that serves; the untrained model where none does.</summary>
    /// <exception cref="ModelRefusedException">It cannot be used.</exception>
    public RankingModel OpenCurrent() => ReadStates().Current is { } version ? Open(version) : RankingModel.Untrained;

    /// <summary>
    /// Makes a version serve, if it can be opened and none of the metrics that it shares with the current one is worse.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="isForced">Whether worse metrics are accepted; a version that cannot be opened never is.</param>
    public ModelChange Promote(string version, bool isForced = false) =>
        Change(states => Promoted(states, version, isForced));

    /// <summary>Makes the version serve that served before; where that cannot be opened, the one before it.</summary>
    public ModelChange Rollback() => Change(RolledBack);

    /// <summary>Lets a version score in the shadow of the current one, or none.</summary>
    public ModelChange SetShadow(string? version) => Change(states => Shadowed(states, version));

    /// <summary>Decides what becomes of the states, and writes it where it is done.</summary>
    /// <param name="decide">Called again where another process has changed the states meanwhile.</param>
    protected abstract ModelChange Change(Func<ModelStates, ModelChange> decide);

    /// <exception cref="ModelRefusedException">It is not there, or cannot be read.</exception>
    protected abstract ModelManifest ReadManifest(string version);

    /// <summary>The versions that are too many, but none that serves, served before or is the shadow.</summary>
    protected IEnumerable<string> FindOldest()
    {
        var states = ReadStates();
        var kept = states.Previous.Append(states.Current).Append(states.Shadow).ToHashSet();
        return List().Skip(MaxVersions).Select(version => version.Version).Where(version => !kept.Contains(version));
    }

    private ModelChange Promoted(ModelStates states, string version, bool isForced)
    {
        if (states.Current == version) return new ModelChange(false, $"{version} serves already", states);

        ModelManifest candidate;
        try
        {
            candidate = Open(version).Manifest;
        }
        catch (ModelRefusedException refusal)
        {
            return new ModelChange(false, $"{version} cannot be used: {refusal.Message}", states);
        }

        if (!isForced && WorseMetric(candidate, states.Current) is { } worse)
            return new ModelChange(false, $"{version} is worse than {states.Current}: {worse}", states);

        string[] previous = states.Current is { } current
            ? [current, .. states.Previous.Where(name => name != version && name != current)]
            : [.. states.Previous];
        return new ModelChange(
            true, $"{version} serves",
            states with { Current = version, Previous = [.. previous.Take(ModelStates.MaxPrevious)] });
    }

    private ModelChange RolledBack(ModelStates states)
    {
        for (var i = 0; i < states.Previous.Count; i++)
        {
            var version = states.Previous[i];
            if (!CanOpen(version)) continue;
            return new ModelChange(
                true, $"{version} serves again instead of {states.Current}",
                states with { Current = version, Previous = [.. states.Previous.Skip(i + 1)] });
        }

        return new ModelChange(false, "no version that served before can be used", states);
    }

    private ModelChange Shadowed(ModelStates states, string? version)
    {
        if (version is not null && !CanOpen(version))
            return new ModelChange(false, $"{version} cannot be used", states);
        return new ModelChange(
            true, version is null ? "no shadow" : $"{version} is the shadow", states with { Shadow = version });
    }

    private static string? WorseMetric(ModelManifest candidate, ModelManifest current)
    {
        foreach (var (name, value) in current.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            // The higher the better, of all metrics that training writes.
            if (!candidate.Metrics.TryGetValue(name, out var own))
                return $"it has no {name}";
            if (own < value)
                return string.Create(CultureInfo.InvariantCulture, $"{name} is {own:0.0000} instead of {value:0.0000}");
        }

        return null;
    }

    private string? WorseMetric(ModelManifest candidate, string? current)
    {
        if (current is null) return null;
        try
        {
            return WorseMetric(candidate, ReadManifest(current));
        }
        catch (ModelRefusedException)
        {
            // One that cannot be read is no yardstick.
            return null;
        }
    }

    private bool CanOpen(string version)
    {
        try
        {
            _ = Open(version);
            return true;
        }
        catch (ModelRefusedException)
        {
            return false;
        }
    }
}
