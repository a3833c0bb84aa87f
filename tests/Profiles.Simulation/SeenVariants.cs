using System.Collections.Concurrent;

namespace Profiles.Simulation;

/// <summary>What all clients of a simulation were shown and promised, to be held against the tables.</summary>
public sealed class SeenVariants
{
    private readonly ConcurrentDictionary<(string Viewer, string Experiment), string> _shown = [];
    private readonly ConcurrentDictionary<(string Viewer, string Experiment), string> _exposed = [];
    private readonly ConcurrentDictionary<(string Viewer, string EventId), bool> _happened = [];

    /// <summary>The variants whose exposure was acknowledged.</summary>
    public IReadOnlyDictionary<(string Viewer, string Experiment), string> Exposed => _exposed;

    /// <summary>The events that were acknowledged.</summary>
    public IEnumerable<(string Viewer, string EventId)> Happened => _happened.Keys;

    /// <summary>A viewer was shown a variant: always the same one.</summary>
    public void Show(Viewer viewer, string experiment, string variant)
    {
        var first = _shown.GetOrAdd((viewer.Id, experiment), variant);
        Assert.True(first == variant, $"{viewer.Id} had {first} of {experiment}, and now has {variant}.");
    }

    /// <summary>The server promised that an exposure is kept.</summary>
    public void Acknowledge(Viewer viewer, string experiment, string variant)
    {
        Show(viewer, experiment, variant);
        _exposed.TryAdd((viewer.Id, experiment), variant);
    }

    /// <summary>The server promised that an event is kept.</summary>
    public void Acknowledge(Viewer viewer, string eventId) => _happened.TryAdd((viewer.Id, eventId), true);

    /// <summary>Forgets what no exposure binds: other weights may move those viewers.</summary>
    public void ForgetUnexposed()
    {
        foreach (var key in _shown.Keys)
            if (!_exposed.ContainsKey(key)) _shown.TryRemove(key, out _);
    }

    /// <summary>The variant that a viewer was shown; null where none was.</summary>
    public string? ShownTo(string viewer, string experiment) => _shown.GetValueOrDefault((viewer, experiment));
}
