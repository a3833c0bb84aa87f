using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests;

/// <summary>What grains tell a test, and gates at which they wait for it.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _reached = new();

    public ConcurrentQueue<string> Entries { get; } = new();

    public void Add(string entry) => Entries.Enqueue(entry);

    public Task PassAsync(string gate)
    {
        Reached(gate).TrySetResult();
        return Gate(gate).Task;
    }

    public Task WaitUntilReachedAsync(string gate) => Reached(gate).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Open(string gate) => Gate(gate).TrySetResult();

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(name, _ => NewSource());

    private TaskCompletionSource Reached(string name) => _reached.GetOrAdd(name, _ => NewSource());

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
