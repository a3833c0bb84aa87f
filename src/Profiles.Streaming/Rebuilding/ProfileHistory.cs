using System.Buffers;
using Profiles.Contracts;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Slates;
using Profiles.Core.Units;
using Profiles.Streaming.Hosting;

namespace Profiles.Streaming.Rebuilding;

/// <summary>Profiles as they were when slates were made from them, folded again from the log.</summary>
internal sealed class ProfileHistory
{
    private readonly PartitionSet _partitions;
    private readonly IContentCatalogue _catalogue;

    private ProfileHistory(
        PartitionSet partitions, IContentCatalogue catalogue, HashSet<(int Partition, long Sequence)> putAside)
    {
        _partitions = partitions;
        _catalogue = catalogue;
        PutAside = putAside;
    }

    /// <summary>Records that were never folded.</summary>
    public HashSet<(int Partition, long Sequence)> PutAside { get; }

    /// <summary>Whether the log has every record since its beginning.</summary>
    public bool IsWhole => _partitions.All(partition => partition.Log.FirstSequence <= 1);

    public static async Task<ProfileHistory> OpenAsync(
        PartitionSet partitions, IContentCatalogue catalogue, IDeadLetters deadLetters,
        CancellationToken cancellationToken)
    {
        var letters = await deadLetters.ListAsync(IDeadLetters.MaxListed, true, cancellationToken);
        return new ProfileHistory(
            partitions, catalogue, [.. letters.Select(letter => (letter.Partition, letter.Sequence))]);
    }

    /// <summary>The states that the slates were made from, as bytes; none for what nothing was known of.</summary>
    public async Task<Dictionary<(UnitKey Unit, long Sequence), byte[]>> FindAsync(
        IReadOnlyCollection<LoggedSlate> slates, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(UnitKey Unit, long Sequence), byte[]>();
        var wanted = slates.Select(slate => (slate.Unit, slate.LastSequence)).ToHashSet();
        var units = wanted.Select(item => item.Unit).ToHashSet();
        foreach (var item in wanted)
            if (item.LastSequence < 0) found.TryAdd(item, []);

        var bytes = new ArrayBufferWriter<byte>();
        foreach (var partition in _partitions)
        {
            var states = new Dictionary<UnitKey, UnitState>();
            await LogReplay.RunAsync(
                partition,
                (sequence, _, unit, record) =>
                {
                    if (!units.Contains(unit)) return true;
                    var state = Apply(partition, states, sequence, unit, record);
                    if (!wanted.Contains((unit, sequence)) || state.Profile.LastSequence != sequence) return true;
                    bytes.ResetWrittenCount();
                    UnitStateBytes.Write(state, bytes);
                    found[(unit, sequence)] = bytes.WrittenSpan.ToArray();
                    return true;
                },
                cancellationToken);
        }

        return found;
    }

    public UnitState Apply(
        Partition partition, Dictionary<UnitKey, UnitState> states, long sequence, UnitKey unit, UnitRecord record)
    {
        if (!states.TryGetValue(unit, out var state)) states.Add(unit, state = new UnitState());
        if (PutAside.Contains((partition.Number, sequence))) return state;
        var revision = record is UnitRecord.Viewing viewing ? viewing.Event.ContentRevision : 0;
        UnitFold.Apply(state, sequence, record, _catalogue.TraitsOf(revision));
        return state;
    }
}
