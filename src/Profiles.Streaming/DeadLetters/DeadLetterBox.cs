using Profiles.Contracts;
using Profiles.Storage;
using Profiles.Storage.EventLog;
using Profiles.Storage.Operations;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.DeadLetters;

/// <summary>Puts records aside, lists them, and appends them again.</summary>
internal sealed class DeadLetterBox(
    IDeadLetterStore store, PartitionSet partitions, IEnumerable<ILetterReplay> others, TimeProvider time)
    : IDeadLetters
{
    public const string Undecodable = "undecodable";
    public const string FoldFailed = "fold-failed";

    public void Add(
        int partition, long sequence, string unit, string cause, string detail, ReadOnlyMemory<byte> payload) =>
        store.Add([new(partition, sequence, unit, EventId: "", cause, detail, payload, time.GetUtcNow())]);

    public ValueTask<IReadOnlyList<Contracts.DeadLetter>> ListAsync(
        int limit, bool includeReplayed, CancellationToken cancellationToken)
    {
        var filter = new DeadLetterFilter
        {
            Limit = Math.Clamp(limit, 1, IDeadLetters.MaxListed),
            IncludeReplayed = includeReplayed,
        };
        return ValueTask.FromResult<IReadOnlyList<Contracts.DeadLetter>>([.. store.List(filter).Select(letter =>
            new Contracts.DeadLetter(
                letter.Id, letter.Partition, letter.Sequence, letter.Unit, letter.Cause, letter.Detail, letter.At,
                letter.ReplayedAt))]);
    }

    public async ValueTask<int> ReplayAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var replayed = 0;
        var wanted = ids.ToHashSet();
        var after = 0L;
        while (true)
        {
            var page = store.List(new DeadLetterFilter { AfterId = after, Limit = DeadLetterFilter.MaxLimit });
            foreach (var letter in page)
            {
                after = letter.Id;
                if (wanted.Count > 0 && !wanted.Contains(letter.Id)) continue;
                cancellationToken.ThrowIfCancellationRequested();
                if (await TryReplayAsync(letter, cancellationToken)) replayed++;
            }

            if (page.Count < DeadLetterFilter.MaxLimit) return replayed;
        }
    }

    private async ValueTask<bool> TryReplayAsync(
        Storage.Operations.DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            if (others.FirstOrDefault(other => other.Takes(letter)) is { } other)
            {
                if (!await other.TryReplayAsync(letter, cancellationToken)) return false;
            }
            else
            {
                // Without a key: the log knows the record already, and the unit's own event-id window tells whether it
                // counted.
                var batch = new AppendBatch();
                batch.Add(UInt128.Zero, letter.Payload.Span);
                await partitions.Logs[letter.Partition].AppendAsync(batch);
            }

            store.MarkReplayed(letter.Id, time.GetUtcNow());
            return true;
        }
        catch (StorageUnavailableException exception)
        {
            throw new IngestionRefusedException(
                "storage-unavailable", exception.Message, TimeSpan.FromSeconds(1), exception);
        }
    }
}
