using Profiles.Storage.Hubs;

namespace Profiles.Streaming.Tests.EventHubs;

/// <summary>Places in memory, for one reader; they outlive the platform that reads.</summary>
internal sealed class FakePlaces : IHubPlaces
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HubPlace> _places = [];
    private readonly List<(Func<bool> IsMet, TaskCompletionSource Met)> _waiting = [];

    /// <summary>Asked before a checkpoint is noted; what it throws, the note throws, and false refuses it.</summary>
    public Func<HubPlace, bool> BeforeNote { get; set; } = _ => true;

    public int Notes { get; private set; }

    public ValueTask<IReadOnlyList<HubPlace>> HoldAsync(
        string owner, IReadOnlyCollection<string> partitions, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var partition in partitions) _places.TryAdd(partition, new HubPlace(partition, 1, -1));
            return ValueTask.FromResult<IReadOnlyList<HubPlace>>([.. _places.Values]);
        }
    }

    public ValueTask<bool> AdvanceAsync(
        HubPlace place, long sequence, long lastEnqueued, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var known = _places[place.Partition];
            if (!BeforeNote(place))
            {
                // Another host took it over, and gave it back.
                _places[place.Partition] = known with { Epoch = known.Epoch + 1 };
                return ValueTask.FromResult(false);
            }

            if (known.Epoch != place.Epoch) return ValueTask.FromResult(false);
            _places[place.Partition] = known with { Sequence = Math.Max(known.Sequence, sequence) };
            Notes++;
            foreach (var (_, met) in _waiting.Where(waiting => waiting.IsMet())) met.TrySetResult();
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask ReleaseAsync(string owner, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Done when everything that a hub holds now is done with.</summary>
    public Task WaitForAsync(FakeHub hub)
    {
        lock (_lock)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            bool IsMet() => Enumerable.Range(0, hub.Count).All(number =>
                hub.LastOf($"{number}") < 0
                || (_places.TryGetValue($"{number}", out var place) && place.Sequence >= hub.LastOf($"{number}")));
            if (IsMet()) met.SetResult();
            _waiting.Add((IsMet, met));
            return met.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }
}
