using Profiles.Contracts;
using StableHash = Profiles.Core.Hashing.StableHash;
using Profiles.Core.Models;
using Profiles.Core.Slates;
using Profiles.Core.Trends;
using Profiles.Streaming.Hosting;
using Profiles.Streaming.Trends;

namespace Profiles.Streaming.Serving;

/// <summary>
/// What slates are made with: made anew from each snapshot of the trends and each change of the model, and swapped in
/// whole. A request that runs meanwhile goes on with what it has.
/// </summary>
internal sealed class ServingState : IServing
{
    private const int RestFactor = 20;

    private readonly Lock _changing = new();
    private readonly TimeProvider _time;
    private readonly SlateObserver _observer;
    private readonly ProfilesHostOptions _options;
    private ServingMoment _current;
    private long _renewedAt;
    private TimeSpan _renewing;

    public ServingState(
        IContentCatalogue catalogue, TrendPublisher trends, SlateObserver observer, ProfilesHostOptions options,
        SlateOptions slates, TimeProvider time)
    {
        _time = time;
        _observer = observer;
        _options = options;
        Viewers = new WarmViewers(options.MaxWarmViewers);
        _current = ServingMoment.Create(
            RankingModel.Untrained, null, catalogue.Index, trends.Current, slates, NowMs);
        trends.Published += snapshot =>
        {
            lock (_changing) Renew(snapshot);
        };
    }

    public ServingMoment Current
    {
        get
        {
            var current = Volatile.Read(ref _current);
            return current.ContentsVersion == current.Contents.Version ? current : RenewIfCheap(current);
        }
    }

    public WarmViewers Viewers { get; }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Lets other versions serve.</summary>
    public void Use(RankingModel model, RankingModel? shadow)
    {
        lock (_changing) Volatile.Write(ref _current, _current.With(model, shadow));
    }

    public void Served(ServedSlate served) => _observer.Offer(served);

    public bool IsSampledForShadow(string slateId) =>
        _options.ShadowShare > 0 && StableHash.Hash64(slateId, 1) < _options.ShadowShare * ulong.MaxValue;

    /// <summary>
    /// Contents that came since the last snapshot are candidates at once, as long as that takes a twentieth of one
    /// processor at most; during an import the next snapshot has them.
    /// </summary>
    private ServingMoment RenewIfCheap(ServingMoment current)
    {
        if (!_changing.TryEnter()) return current;
        try
        {
            if (_time.GetElapsedTime(_renewedAt) >= RestFactor * _renewing) Renew(_current.Trend);
            return _current;
        }
        finally
        {
            _changing.Exit();
        }
    }

    private void Renew(TrendSnapshot trend)
    {
        var started = _time.GetTimestamp();
        Volatile.Write(ref _current, _current.With(trend, NowMs));
        _renewedAt = _time.GetTimestamp();
        _renewing = _time.GetElapsedTime(started, _renewedAt);
    }
}
