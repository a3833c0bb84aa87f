using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Grains;

[Alias("turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    Task<int> IncrementAsync();

    Task<int> IncrementSlowlyAsync(int yields);

    ValueTask<int> ReadAsync();

    ValueTask TouchAsync();

    Task PassAsync(string gate);

    [ReadOnly]
    Task ReadAtAsync(string gate);

    [AlwaysInterleave]
    Task InterleaveAtAsync(string gate);

    [OneWay]
    Task NotifyAsync(string text);

    [OneWay]
    Task FailOneWayAsync();

    Task ThrowAsync(string message);

    Task ThrowLaterAsync(string message);

    Task<string?> RequestValueAsync(string key);

    Task SetRequestValueAsync(string key, string value);

    Task WaitForCancellationAsync(string gate, CancellationToken cancellationToken);

    [ResponseTimeout("00:00:02")]
    Task NeverAsync();

    Task CallAndWaitAsync(string otherKey, string backKey);

    Task<int> NestAsync(int depth);

    Task<bool> IsInOwnTurnAsync();

    Task DeactivateAsync();

    Task<int> IdentityAsync();
}
