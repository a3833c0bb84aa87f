using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Profiles.Contracts;
using Profiles.Core.Catalogue;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Folding;
using Profiles.Core.Units;

namespace Profiles.Api.Tests.Fakes;

/// <summary>What the API stands on, in memory and without folding: keeps what is asked, answers what is set.</summary>
internal sealed class FakePlatform
    : IEventIngestion, IReadBarrier, IRecentUnits, IContentCatalogue, IDeadLetters, IPlatformStatus
{
    private readonly ConcurrentDictionary<string, ContentItem> _contents = new();

    public ConcurrentQueue<(string Tenant, ViewingEvent Event)> Appended { get; } = new();

    public ConcurrentDictionary<UInt128, UnitAppend> Exposed { get; } = new();

    public ConcurrentDictionary<string, FakeUnit> Units { get; } = new();

    public List<DeadLetter> Letters { get; } = [];

    public List<long> Replayed { get; } = [];

    public IngestionRefusedException? Refusal { get; set; }

    public Exception? CatalogueFault { get; set; }

    public bool IsReached { get; set; } = true;

    public PlatformStatus Status { get; set; } = new(true, [], [new PartitionStatus(0, 10, 9, 8, 1)]);

    public int Count => _contents.Count;

    public ContentIndex Index { get; } = new();

    public FakeUnit Unit(UnitKey unit) => Units.GetOrAdd(unit.ToGrainKey(), _ => new FakeUnit());

    public ValueTask<IngestionResult> AppendAsync(
        string tenant, IReadOnlyList<ViewingEvent> events, CancellationToken cancellationToken)
    {
        if (Refusal is { } refusal) throw refusal;
        var known = Appended.Select(item => item.Event.Id).ToHashSet();
        var fresh = events.Where(item => known.Add(item.Id)).ToList();
        foreach (var item in fresh) Appended.Enqueue((tenant, item));
        return ValueTask.FromResult(new IngestionResult(fresh.Count, events.Count - fresh.Count, Position()));
    }

    public ValueTask<IngestionResult> AppendAsync(
        IReadOnlyList<UnitAppend> appends, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IngestionResult> ExposeAsync(
        IReadOnlyList<UnitAppend> exposures, CancellationToken cancellationToken)
    {
        if (Refusal is { } refusal) throw refusal;
        var fresh = exposures.Count(exposure => Exposed.TryAdd(exposure.DedupeKey, exposure));
        return ValueTask.FromResult(new IngestionResult(fresh, exposures.Count - fresh, Position()));
    }

    public ValueTask<bool> WaitAsync(
        UnitKey unit, ReadToken token, TimeSpan timeout, CancellationToken cancellationToken) =>
        ValueTask.FromResult(IsReached);

    public ValueTask<IReadOnlyList<UnitKey>> ReadAsync(
        string tenant, int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<UnitKey>>([.. Units.Keys.Order(StringComparer.Ordinal).Take(count)
            .Select(key => UnitKey.TryParse(key, out var unit) ? unit : throw new ArgumentException(key))]);

    public ValueTask<int> UpsertAsync(IReadOnlyList<ContentItem> contents, CancellationToken cancellationToken)
    {
        if (CatalogueFault is { } fault) throw fault;
        var changed = 0;
        foreach (var content in contents)
        {
            if (_contents.TryGetValue(content.Id, out var known) && known.Equals(content)) continue;
            _contents[content.Id] = content;
            changed++;
        }

        return ValueTask.FromResult(changed);
    }

    public bool TryGet(string contentId, [NotNullWhen(true)] out ContentItem? content) =>
        _contents.TryGetValue(contentId, out content);

    public int RevisionOf(string contentId) => 0;

    public ContentTraits? TraitsOf(int revision) => null;

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(
        int limit, bool includeReplayed, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<DeadLetter>>(
            [.. Letters.Where(letter => includeReplayed || letter.ReplayedAt is null).Take(limit)]);

    public ValueTask<int> ReplayAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        Replayed.AddRange(ids.Count == 0 ? Letters.Select(letter => letter.Id) : ids);
        return ValueTask.FromResult(Replayed.Count);
    }

    public PlatformStatus Read() => Status;

    public ReadToken Position() => new([new ReadPosition(0, Appended.Count)], coversDevices: false);
}
