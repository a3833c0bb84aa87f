using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Fails to activate the first two times, the second time after an await.</summary>
public sealed class FragileGrain : Grain, IFragileGrain
{
    private static readonly ConcurrentDictionary<Guid, int> Attempts = new();

    private int _attempt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _attempt = Attempts.AddOrUpdate(this.GetPrimaryKey(), 1, (_, attempts) => attempts + 1);
        if (_attempt == 1)
            throw new InvalidOperationException("first");
        await Task.Yield();
        if (_attempt == 2)
            throw new InvalidOperationException("second");
    }

    public Task<int> ActivationsAsync() => Task.FromResult(_attempt);
}
