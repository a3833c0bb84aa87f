using System.Globalization;
using Profiles.Core.Content;
using Profiles.Core.Events;

namespace Profiles.Core.Simulation;

/// <summary>
/// Made-up viewers of a made-up catalogue, hour by hour: each watches at hours of habit, prefers some genres among
/// what is popular, continues series, and meets live events while they last. Events come in order of time.
/// </summary>
public sealed class ViewingSimulation
{
    private const double EventsPerSession = 9;
    private const int MaxTitlesInSession = 6;
    private const int Candidates = 8;
    private const int ShownCandidates = 3;
    private const int MaxTriesForViewer = 20;
    private const int SecondsBetweenProgress = 600;

    private readonly SimulationOptions _options;
    private readonly SimulatedCatalogue _catalogue;
    private readonly SeededChance _chance;

    // What can be chosen freely, by falling popularity; live events in order of their start.
    private readonly int[] _popular;
    private readonly int[] _live;

    // Of viewers who watched: until when the last session lasts and which episode comes next, or -1.
    private readonly Dictionary<int, (DateTimeOffset BusyUntil, int NextEpisode)> _viewers = [];
    private readonly PriorityQueue<ViewingEvent, (long Ticks, long Order)> _pending = new();
    private long _made;
    private long _sessions;

    /// <summary>Prepares a simulation of a catalogue made with the same options.</summary>
    public ViewingSimulation(SimulationOptions options, SimulatedCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalogue);
        options.Validate();
        _options = options;
        _catalogue = catalogue;
        _chance = new SeededChance(options.Seed, stream: 2);
        _popular = [.. Enumerable.Range(0, catalogue.Count).Where(IsChosenFreely)];
        Shuffle(_popular);
        _live = [.. Enumerable.Range(0, catalogue.Count).Where(item => catalogue.Items[item].Kind == ContentKind.Live)
            .OrderBy(item => catalogue.Items[item].AvailableFrom)];
    }

    /// <summary>The events, as many as the options ask for, in order of time. Can be enumerated once.</summary>
    public IEnumerable<ViewingEvent> Events()
    {
        var sessionsPerHour = _options.Events / EventsPerSession / (_options.Days * 24.0);
        var hour = _options.Start;
        for (var given = 0L; given < _options.Events; hour = hour.AddHours(1))
        {
            StartSessions(hour, sessionsPerHour);
            while (given < _options.Events && _pending.TryPeek(out _, out var next)
                && next.Ticks < hour.AddHours(1).UtcTicks)
            {
                given++;
                yield return _pending.Dequeue();
            }
        }
    }

    private bool IsChosenFreely(int item) => _catalogue.Items[item] switch
    {
        { Kind: ContentKind.Movie or ContentKind.Clip } => true,
        { Kind: ContentKind.Episode, Season: 1, Episode: 1 } => true,
        _ => false,
    };

    private void Shuffle(int[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = _chance.NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void StartSessions(DateTimeOffset hour, double perHour)
    {
        var sessions = (int)perHour + (_chance.Chance(perHour - Math.Floor(perHour)) ? 1 : 0);
        for (var i = 0; i < sessions; i++)
        {
            var start = hour.AddMilliseconds(_chance.NextInt(3_600_000));
            for (var attempt = 0; attempt < MaxTriesForViewer; attempt++)
            {
                // Low numbers watch more: the square of an even draw.
                var draw = _chance.NextDouble();
                var viewer = new SimulatedViewer(_options.Seed, (int)(_options.Users * draw * draw));
                if (!_chance.Chance(viewer.Habit(hour))) continue;
                if (_viewers.TryGetValue(viewer.Number, out var last) && last.BusyUntil > start) continue;
                Watch(viewer, start);
                break;
            }
        }
    }

    private void Watch(in SimulatedViewer viewer, DateTimeOffset start)
    {
        var device = _chance.Chance(0.7) ? viewer.MainDevice : _chance.NextInt(SimulatedViewer.DeviceKindCount);
        var session = new Session(
            viewer, string.Create(CultureInfo.InvariantCulture, $"ses{_options.Seed}-{_sessions++}"),
            SimulatedViewer.DeviceKind(device));
        var next = _viewers.TryGetValue(viewer.Number, out var last) ? last.NextEpisode : -1;
        var now = start;
        if (_chance.Chance(0.05)) Add(session, ViewingEventType.Search, -1, now);

        for (var title = 0; title < MaxTitlesInSession; title++)
        {
            var item = Choose(session, now, next);
            if (item < 0) break;
            var (ended, completed) = Play(session, item, now);
            now = ended.AddSeconds(5 + _chance.NextInt(60));
            next = completed ? EpisodeAfter(item) : IsEpisode(item) ? item : next;
            var goesOn = completed && next >= 0 ? viewer.BingeChance : 0.25;
            if (!_chance.Chance(goesOn)) break;
        }

        _viewers[viewer.Number] = (now, next);
    }

    private int Choose(in Session session, DateTimeOffset now, int nextEpisode)
    {
        if (nextEpisode >= 0 && _chance.Chance(0.8)) return nextEpisode;
        if (session.Viewer.LovesLive && LiveAt(now) is >= 0 and var live) return live;
        if (_popular.Length == 0) return LiveAt(now);

        var best = -1;
        var bestScore = double.NegativeInfinity;
        for (var i = 0; i < Candidates; i++)
        {
            var item = _popular[_chance.NextZipf(_popular.Length)];
            ref readonly var content = ref _catalogue.Items[item];
            if (content.AvailableFrom > now) continue;
            if (i < ShownCandidates) Add(session, ViewingEventType.Impression, item, now);
            var score = session.Viewer.Taste(content.Genres) + 0.4 * _chance.NextDouble();
            if (score <= bestScore) continue;
            best = item;
            bestScore = score;
        }

        return best;
    }

    // The events that started within the last two hours are few; one of them, the later ones more often.
    private int LiveAt(DateTimeOffset now)
    {
        var low = 0;
        var high = _live.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_catalogue.Items[_live[middle]].AvailableFrom <= now) low = middle + 1;
            else high = middle;
        }

        for (var i = low - 1; i >= 0; i--)
        {
            if (_catalogue.Items[_live[i]].AvailableFrom + SimulatedCatalogue.LiveDuration <= now) break;
            if (i == 0 || _chance.Chance(0.5)) return _live[i];
        }

        return -1;
    }

    private (DateTimeOffset Ended, bool Completed) Play(in Session session, int item, DateTimeOffset now)
    {
        ref readonly var content = ref _catalogue.Items[item];
        var taste = session.Viewer.Taste(content.Genres);
        var isLive = content.Kind == ContentKind.Live;
        var from = isLive ? Math.Max(0, (int)(now - content.AvailableFrom).TotalSeconds) : 0;
        var completes = _chance.Chance(0.25 + 0.6 * taste);
        var watched = completes ? 1 : 0.05 + 0.7 * _chance.NextDouble();
        var until = from + (int)((content.DurationSeconds - from) * watched);

        Add(session, ViewingEventType.Play, item, now, from);
        var position = from;
        while (position + SecondsBetweenProgress < until)
        {
            position += SecondsBetweenProgress;
            Add(session, ViewingEventType.Progress, item, now.AddSeconds(position - from), position);
        }

        var ended = now.AddSeconds(until - from);
        Add(session, completes ? ViewingEventType.Complete : ViewingEventType.Stop, item, ended, until);
        var opinion = taste > 0.5 ? ViewingEventType.Like : ViewingEventType.Dislike;
        if (_chance.Chance(0.05)) Add(session, opinion, item, ended);
        if (!completes && taste > 0.5 && _chance.Chance(0.1)) Add(session, ViewingEventType.Add, item, ended);
        return (ended, completes);
    }

    private bool IsEpisode(int item) => _catalogue.Items[item].Kind == ContentKind.Episode;

    private int EpisodeAfter(int item)
    {
        if (!IsEpisode(item) || item + 1 >= _catalogue.Count) return -1;
        var isSameSeries = _catalogue.Items[item + 1].Series == _catalogue.Items[item].Series;
        return IsEpisode(item + 1) && isSameSeries ? item + 1 : -1;
    }

    private void Add(in Session session, ViewingEventType type, int item, DateTimeOffset at, int position = -1)
    {
        var number = _made++;
        var duration = item < 0 || position < 0 ? 0 : _catalogue.Items[item].DurationSeconds;
        var viewingEvent = new ViewingEvent
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"sim{_options.Seed}-{number}"),
            UserId = session.Viewer.IsAnonymous ? null : session.Viewer.UserId,
            DeviceId = session.Viewer.IsAnonymous ? session.Viewer.DeviceId : null,
            ContentId = item < 0 ? null : _catalogue.IdOf(item),
            Type = type,
            OccurredAtUnixMs = at.ToUnixTimeMilliseconds(),
            PositionSeconds = position < 0 ? null : position,
            DurationSeconds = duration == 0 ? null : duration,
            SessionId = session.Id,
            Device = session.Device,
            Territory = session.Viewer.Territory,
        };
        _pending.Enqueue(viewingEvent, (at.UtcTicks, number));
    }

    private readonly record struct Session(SimulatedViewer Viewer, string Id, string Device);
}
