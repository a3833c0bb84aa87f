using System.Buffers;
using Profiles.Core.Ranking;
using Profiles.Core.Slates;
using Profiles.Core.Units;
using static Profiles.Core.Tests.Slates.SlateWorld;

namespace Profiles.Core.Tests.Slates;

public sealed class SlateRecordTests
{
    [Fact]
    public void Slate_WhenWrittenAndRead_HasEveryBitOfItsSignals()
    {
        var served = Served(out var slate);

        var read = SlateRecordCodec.Read(Bytes(served));

        Assert.Equal(
            (slate.SlateId, slate.ModelVersion, slate.Surface), (read.SlateId, read.ModelVersion, read.Surface));
        Assert.Equal(
            (served.Unit, 7L, 99L, 3),
            (read.Unit, read.ProfileVersion, read.LastSequence, read.CatalogueRevision));
        Assert.Equal((served.Request.NowUnixMs, "tv", null), (read.ServedAtMs, read.Device, read.Territory));
        Assert.Equal(served.Trend.AtUnixMs, read.TrendAtMs);
        Assert.Equal(served.Trend.Positions.ToArray(), read.TrendPositions);
        Assert.Equal(slate.Items.Length, read.Items.Count);
        for (var i = 0; i < read.Items.Count; i++)
        {
            var (item, logged) = (slate.Items[i], read.Items[i]);
            Assert.Equal(
                (item.ContentId, item.Score, item.Source, item.Reason, item.Propensity),
                (logged.ContentId, logged.Score, logged.Source, logged.Reason, logged.Propensity));
            Assert.Equal(
                slate.Rows.AsSpan().Slice(i * RankingSignals.RowLength, RankingSignals.RowLength).ToArray(),
                logged.Row.ToArray());
        }
    }

    /// <summary>
    /// Frozen: a slate as it was logged before hour and device were features of the context. The fixture stays.
    /// </summary>
    [Fact]
    public void Slate_WhenLoggedWithAShorterContext_IsReadIntoTodaysRow()
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "slate-v1.bin"));

        var read = SlateRecordCodec.Read(bytes);

        Assert.Equal((23, 10), (read.SignalCount, read.ContextCount));
        Assert.Equal(("1~home~1~2~3~v", "untrained", "tv"), (read.SlateId, read.ModelVersion, read.Device));
        Assert.Equal(5, read.Items.Count);
        Assert.Equal("m03", read.Items[0].ContentId);
        var context = read.Items[0].Row.Span[RankingSignals.Count..];
        Assert.Equal(ContextFeatures.Count, context.Length);
        Assert.Equal(1, context[(int)ContextFeature.Always]);
        Assert.Equal(1, context[(int)ContextFeature.GapHours]);
        Assert.Equal(-1.5f, context[(int)ContextFeature.HistoryLength]);
        Assert.Equal(0, context[(int)ContextFeature.DeviceTv]);
    }

    [Fact]
    public void Slate_WhenDamaged_IsRefused()
    {
        var bytes = Bytes(Served(out _));

        Assert.Throws<InvalidDataException>(() => SlateRecordCodec.Read(bytes.AsSpan(0, bytes.Length - 1)));
        bytes[0] = 99;
        Assert.Throws<InvalidDataException>(() => SlateRecordCodec.Read(bytes));
    }

    private static ServedSlate Served(out Slate slate)
    {
        var world = new SlateWorld().WithMovies(20).Others("m03", 3).Watched("m01");
        var serving = world.Moment();
        var request = new SlateRequest("1~home~1~2~3~v", 5, SlateSurface.Home, Now.ToUnixTimeMilliseconds(), "tv");
        slate = SlateBuilder.Build(serving, world.Memory(serving), request, new SlateScratch());
        return new ServedSlate(UnitKey.User("t", "ann"), slate, request, 7, 99, 3, serving.Trend, serving, null);
    }

    private static byte[] Bytes(ServedSlate served)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SlateRecordCodec.Write(served, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
