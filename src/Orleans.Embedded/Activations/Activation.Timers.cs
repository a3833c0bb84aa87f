using Orleans.Embedded.Timers;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The timers of an activation, of which most have none.</summary>
internal sealed partial class Activation
{
    public IGrainTimer AddTimer<TState>(
        Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer<TState>(this, callback, state, options);
        var extras = Extras();
        lock (extras)
            (extras.Timers ??= []).Add(timer);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        var extras = Extras();
        lock (extras)
            extras.Timers?.Remove(timer);
    }

    private void StopTimers()
    {
        if (_extras is not { } extras)
            return;
        GrainTimer[] timers;
        lock (extras)
            timers = extras.Timers?.ToArray() ?? [];
        foreach (var timer in timers)
            timer.Dispose();
    }
}
