using System.Buffers;
using Profiles.Core.Binary;
using Profiles.Core.Ranking;
using Profiles.Core.Units;

namespace Profiles.Core.Slates;

/// <summary>
/// The bytes of a slate in the slate log. Little-endian; varints and texts as everywhere in Core.
/// <code>
/// version (1) | slate id | model version (texts) | unit kind (1) | tenant | unit id (texts)
/// | served at (signed varint) | surface (1) | device | territory (texts, empty for none)
/// | profile version | last sequence | catalogue revision | trend at (signed varints)
/// | partitions (varint) | position of each (signed varints) | is fallback (1)
/// | signals | context features | items (varints) | context (4 bytes each)
/// | each item: content id (text) | source | reason (1 each) | score | propensity | signals (4 bytes each)
/// </code>
/// Signals and context are the first ones of their enums, which only ever grow: what an older build logged has fewer.
/// </summary>
public static class SlateRecordCodec
{
    /// <summary>The version that <see cref="Write"/> writes.</summary>
    public const byte Version = 1;

    /// <summary>Writes a slate.</summary>
    public static void Write(ServedSlate served, IBufferWriter<byte> destination)
    {
        var (slate, request) = (served.Slate, served.Request);
        var writer = new SpanWriter(destination);
        writer.Byte(Version);
        writer.String(slate.SlateId);
        writer.String(slate.ModelVersion);
        writer.Byte((byte)served.Unit.Kind);
        writer.String(served.Unit.Tenant);
        writer.String(served.Unit.Id);
        writer.Signed(request.NowUnixMs);
        writer.Byte((byte)slate.Surface);
        writer.String(request.Device ?? "");
        writer.String(request.Territory ?? "");
        writer.Signed(served.ProfileVersion);
        writer.Signed(served.LastSequence);
        writer.Signed(served.CatalogueRevision);
        writer.Signed(served.Trend.AtUnixMs);
        writer.Unsigned((uint)served.Trend.Positions.Length);
        foreach (var position in served.Trend.Positions) writer.Signed(position);
        writer.Byte(slate.IsFallback ? (byte)1 : (byte)0);
        WriteItems(ref writer, slate);
        writer.Flush();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged, or of a version or of signals that this build does not know.
    /// </exception>
    public static LoggedSlate Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new SpanReader(bytes);
        var version = reader.Byte();
        if (version != Version)
            throw new InvalidDataException($"Slate version {version} is not one of this build ({Version}).");

        var slateId = reader.String();
        var modelVersion = reader.String();
        var kind = (UnitKind)reader.Byte();
        var unit = new UnitKey(reader.String(), kind, reader.String());
        var servedAt = reader.Signed();
        var surface = (SlateSurface)reader.Byte();
        var device = reader.String();
        var territory = reader.String();
        var profileVersion = reader.Signed();
        var lastSequence = reader.Signed();
        var revision = (int)reader.Signed();
        var trendAt = reader.Signed();
        var positions = new long[reader.Count(1, int.MaxValue)];
        for (var i = 0; i < positions.Length; i++) positions[i] = reader.Signed();
        var isFallback = reader.Byte() != 0;
        return new LoggedSlate(
            slateId, modelVersion, unit, servedAt, surface, device.Length == 0 ? null : device,
            territory.Length == 0 ? null : territory, profileVersion, lastSequence, revision, trendAt, positions,
            isFallback, ReadItems(ref reader, out var signals, out var context), signals, context);
    }

    private static void WriteItems(ref SpanWriter writer, Slate slate)
    {
        writer.Unsigned(RankingSignals.Count);
        writer.Unsigned(ContextFeatures.Count);
        writer.Unsigned((uint)slate.Items.Length);
        if (slate.Items.Length == 0) return;

        // One context for all: it is of the viewer and the moment.
        var rows = slate.Rows.AsSpan();
        foreach (var value in rows[RankingSignals.Count..RankingSignals.RowLength]) WriteFloat(ref writer, value);
        for (var i = 0; i < slate.Items.Length; i++)
        {
            ref readonly var item = ref slate.Items.ItemRef(i);
            writer.String(item.ContentId);
            writer.Byte((byte)item.Source);
            writer.Byte((byte)item.Reason);
            WriteFloat(ref writer, item.Score);
            WriteFloat(ref writer, item.Propensity);
            foreach (var value in rows.Slice(i * RankingSignals.RowLength, RankingSignals.Count))
                WriteFloat(ref writer, value);
        }
    }

    private static LoggedItem[] ReadItems(ref SpanReader reader, out int signals, out int context)
    {
        signals = reader.Int32();
        context = reader.Int32();
        if (signals > RankingSignals.Count || context > ContextFeatures.Count)
            throw new InvalidDataException($"The slate was scored with {signals} signals and {context} of context.");
        var items = new LoggedItem[reader.Count(11, int.MaxValue)];
        if (items.Length == 0) return items;

        var shared = new float[context];
        for (var i = 0; i < shared.Length; i++) shared[i] = ReadFloat(ref reader);
        for (var i = 0; i < items.Length; i++)
        {
            var id = reader.String();
            var source = (SlateSource)reader.Byte();
            var reason = (SlateReason)reader.Byte();
            var score = ReadFloat(ref reader);
            var propensity = ReadFloat(ref reader);
            var row = new float[RankingSignals.RowLength];
            for (var signal = 0; signal < signals; signal++) row[signal] = ReadFloat(ref reader);
            shared.CopyTo(row, RankingSignals.Count);
            items[i] = new LoggedItem(id, score, source, reason, propensity, row);
        }

        return items;
    }

    private static void WriteFloat(ref SpanWriter writer, float value)
    {
        BitConverter.TryWriteBytes(writer.Room(4), value);
        writer.Advance(4);
    }

    private static float ReadFloat(ref SpanReader reader) => BitConverter.ToSingle(reader.Raw(4));
}
