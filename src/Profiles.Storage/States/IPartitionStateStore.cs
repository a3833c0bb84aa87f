using System.Buffers;

namespace Profiles.Storage.States;

/// <summary>
/// States of one partition by key, saved together with the log position that they include. What is staged is seen by
/// reads at once and becomes durable, all of it and the position or nothing, with the next commit.
/// </summary>
public interface IPartitionStateStore : IAsyncDisposable
{
    /// <summary>The position of the last durable commit; 0 before the first.</summary>
    long CommittedPosition { get; }

    /// <summary>Keys that have a state, staged ones included.</summary>
    int Count { get; }

    StorageHealth Health { get; }

    /// <summary>Appends the state of the key to the destination. False when it has none.</summary>
    bool TryRead(string key, IBufferWriter<byte> destination);

    /// <summary>As <see cref="TryRead"/>, for stores that have to wait for the state.</summary>
    ValueTask<bool> TryReadAsync(
        string key, IBufferWriter<byte> destination, CancellationToken cancellationToken) =>
        ValueTask.FromResult(TryRead(key, destination));

    /// <summary>Any thread. May wait for the disk when much is staged.</summary>
    /// <exception cref="StorageUnavailableException">Too much is staged and the disk takes nothing.</exception>
    void Stage(string key, ReadOnlySpan<byte> state);

    void StageDelete(string key);

    /// <summary>
    /// Completes when everything staged before the call is durable with the position. What is staged afterwards
    /// belongs to the next commit. After a failure everything stays staged, and the next commit includes it.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The disk refused.</exception>
    Task CommitAsync(long position);

    /// <summary>
    /// Every key with its state as of the first step, in no particular order. A value is valid until the next is asked
    /// for.
    /// </summary>
    IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Enumerate();
}
