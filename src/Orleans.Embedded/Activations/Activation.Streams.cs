using Orleans.Embedded.Streams;

namespace Orleans.Embedded.Activations;

/// <summary>What an activation observes; most observe one namespace or none.</summary>
internal sealed partial class Activation
{
    // The namespace observed last and the observer of it; those before are among the extras.
    private StreamNamespace? _observed;
    private object? _observer;

    public object? ObserverOf(StreamNamespace streams) =>
        ReferenceEquals(_observed, streams) ? _observer : _extras?.Observers?.GetValueOrDefault(streams);

    public void Attach(StreamNamespace streams, object observer)
    {
        if (_observed is not null && !ReferenceEquals(_observed, streams))
            (Extras().Observers ??= [])[_observed] = _observer!;
        _extras?.Observers?.Remove(streams);
        _observed = streams;
        _observer = observer;
    }
}
