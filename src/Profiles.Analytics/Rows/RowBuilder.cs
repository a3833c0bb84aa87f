using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Exposures;
using Profiles.Core.Units;

namespace Profiles.Analytics.Rows;

/// <summary>
/// Makes rows of records. A device's records and its links are in one partition, in order, so whose a record is follows
/// from the link before it: rows of a linked device are the user's, rows from before become the user's with the link,
/// rows of a device that is nobody's are its own.
/// </summary>
internal sealed class RowBuilder
{
    private const long MsPerHour = 3_600_000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AnalyticsOptions _options;
    private readonly LogRows _rows = new();
    private readonly Dictionary<UnitKey, OpenDevice> _devices = [];
    private readonly Dictionary<UInt128, int> _outcomes = [];
    private readonly Dictionary<(long Unit, UnitKey Owner, string Experiment, int Version, string Variant), int>
        _exposures = [];

    private RowBuilder(AnalyticsOptions options) => _options = options;

    /// <summary>Makes the rows.</summary>
    /// <param name="entries">The records.</param>
    /// <param name="links">To whom their devices belong before the first of them; others belong to nobody.</param>
    /// <param name="options">Which events become rows.</param>
    public static LogRows Build(
        LogEntries entries, IReadOnlyDictionary<UnitKey, LinkState> links, AnalyticsOptions options)
    {
        var builder = new RowBuilder(options);
        foreach (var device in entries.Devices)
            builder._devices.Add(device, new OpenDevice(links.GetValueOrDefault(device)));
        foreach (var entry in entries.Entries) builder.Take(entry);
        foreach (var (device, open) in builder._devices) builder.Own(open, device);
        return builder._rows;
    }

    private void Take(LogEntry entry)
    {
        switch (entry.Record)
        {
            case UnitRecord.Viewing or UnitRecord.Exposed:
                if (entry.Unit.Kind == UnitKind.User) Add(entry, entry.Unit);
                else if (_devices[entry.Unit].Link.UserId is { } user) Add(entry, UserOf(entry.Unit, user));
                else _devices[entry.Unit].Unowned.Add(entry);
                break;

            case UnitRecord.DeviceLinked linked:
                Link(_devices[entry.Unit], entry, linked);
                break;

            case UnitRecord.DeviceUnlinked unlinked:
                Unlink(_devices[entry.Unit], entry, unlinked);
                break;

            case UnitRecord.ProfileMerged:
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Record, "Not a record of this build.");
        }
    }

    // As UnitFold takes it: the first link of a generation counts, and only of a device that is nobody's.
    private void Link(OpenDevice open, LogEntry entry, UnitRecord.DeviceLinked linked)
    {
        if (open.Link.UserId is not null || linked.Generation != open.Link.Generation + 1) return;
        var user = UserOf(entry.Unit, linked.UserId);
        open.Link = new LinkState(linked.UserId, linked.Generation);
        _rows.Links.Add(new LinkRow(entry.Unit, linked.UserId, linked.Generation, entry.IngestionTimeMilliseconds));
        if (!open.HasAdopted) _rows.Adoptions.Add(new Adoption(entry.Unit, user));
        open.HasAdopted = true;
        Own(open, user);
    }

    private void Unlink(OpenDevice open, LogEntry entry, UnitRecord.DeviceUnlinked unlinked)
    {
        if (open.Link.UserId is not { } user || unlinked.Generation != open.Link.Generation) return;
        var row = new LinkRow(entry.Unit, user, unlinked.Generation, null)
        {
            UnlinkedAtUnixMs = entry.IngestionTimeMilliseconds,
        };
        var same = _rows.Links.FindIndex(link => link.Device == row.Device && link.Generation == row.Generation);
        if (same < 0) _rows.Links.Add(row);
        else _rows.Links[same] = _rows.Links[same] with { UnlinkedAtUnixMs = row.UnlinkedAtUnixMs };
        open.Link = open.Link with { UserId = null };
    }

    private void Own(OpenDevice open, UnitKey owner)
    {
        foreach (var entry in open.Unowned) Add(entry, owner);
        open.Unowned.Clear();
    }

    private void Add(LogEntry entry, UnitKey owner)
    {
        if (entry.Record is UnitRecord.Exposed exposed) Add(entry.Unit, owner, exposed.Exposure);
        else if (entry.Record is UnitRecord.Viewing viewing) Add(entry.Unit, owner, viewing.Event);
    }

    private void Add(UnitKey logged, UnitKey owner, Exposure exposure)
    {
        var (counted, unit) = CountedUnit.Resolve(logged, owner, exposure.HashAttribute, exposure.HashValue);

        var row = new ExposureRow
        {
            Logged = logged, Owner = counted, Unit = unit,
            Experiment = exposure.Experiment, BucketVersion = exposure.BucketVersion, Variant = exposure.Variant,
            OccurredAtUnixMs = exposure.OccurredAtUnixMs,
            HashAttribute = exposure.HashAttribute, HashValue = exposure.HashValue,
            PlanVersion = exposure.PlanVersion, SlateId = exposure.SlateId,
            Device = ValueOf(exposure, "device"), Territory = ValueOf(exposure, "territory"),
            Dimensions = JsonOf(exposure),
        };

        // The log has it once a unit; another one of the same owner came by another device, and the earliest counts.
        var key = (unit.Key, counted, exposure.Experiment, exposure.BucketVersion, exposure.Variant);
        if (_exposures.TryAdd(key, _rows.Exposures.Count)) _rows.Exposures.Add(row);
        else if (row.OccurredAtUnixMs < _rows.Exposures[_exposures[key]].OccurredAtUnixMs)
            _rows.Exposures[_exposures[key]] = row;
    }

    private void Add(UnitKey logged, UnitKey owner, ViewingEvent viewing)
    {
        if (viewing.Type == ViewingEventType.Impression && !_options.KeepImpressions) return;

        // What a linked device sends is in its user's partition a second time, there without a user of its own.
        if (logged.Kind == UnitKind.User && viewing.UserId is null) return;

        var collapses = viewing.Type == ViewingEventType.Progress && !_options.KeepEveryProgress;
        var hour = (long)Math.Floor((double)viewing.OccurredAtUnixMs / MsPerHour);
        var id = collapses
            ? CollapsedId(hour, viewing)
            : viewing.Id;
        var row = new OutcomeRow(
            UnitRecordCodec.DedupeKey(logged, id), logged, owner, viewing, WatchSpan.Of(viewing),
            collapses ? hour * MsPerHour : viewing.OccurredAtUnixMs)
        {
            IsCollapsed = collapses,
        };
        if (_outcomes.TryAdd(row.Key, _rows.Outcomes.Count))
        {
            _rows.Outcomes.Add(row);
            return;
        }

        var known = _rows.Outcomes[_outcomes[row.Key]];
        if (collapses && row.Span.ToMs is not null && known.Span.ToMs is not null)
            _rows.Outcomes[_outcomes[row.Key]] = known with { Span = known.Span.Merge(row.Span) };
    }

    // What conditions of metrics may ask of progress is a part of it, so that a row answers for all its events.
    private static string CollapsedId(long hour, ViewingEvent viewing)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"\0progress:{hour}:{viewing.ContentId}");
        foreach (var text in (ReadOnlySpan<string?>)
            [viewing.SessionId, viewing.Device, viewing.Territory, viewing.SlateId])
            id += text is null ? "\0" : $"\0={text}";
        return id;
    }

    private static UnitKey UserOf(UnitKey device, string userId) => UnitKey.User(device.Tenant, userId);

    private static string? ValueOf(Exposure exposure, string name)
    {
        foreach (var (key, value) in exposure.Dimensions)
            if (key == name) return value;
        return null;
    }

    private static string JsonOf(Exposure exposure)
    {
        if (exposure.Dimensions.Length == 0) return "{}";
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Json))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in exposure.Dimensions) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private sealed class OpenDevice(LinkState link)
    {
        public LinkState Link { get; set; } = link;

        /// <summary>Records since the last link ended, whose owner the rest of the run may still change.</summary>
        public List<LogEntry> Unowned { get; } = [];

        /// <summary>
        /// Rows that the tables hold of the device as its own went to the first user of this run; later ones of this
        /// run are in <see cref="Unowned"/>.
        /// </summary>
        public bool HasAdopted { get; set; }
    }
}
